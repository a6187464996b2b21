package dev.openinspect.runtime.secrets;

import dev.openinspect.runtime.text.PlainText;

/**
 * One growing text, redacted and cleaned piece by piece. It holds back what may be the beginning of a secret or the first half of a
 * surrogate pair until the next piece decides. Used by one thread.
 */
public final class RedactedStream {
    private final Redactor redactor;
    private String held = "";
    private int taken;

    public RedactedStream(Redactor redactor) {
        this.redactor = redactor;
    }

    /** @return what may be shown now, possibly nothing */
    public String accept(String piece) {
        taken += piece.length();
        var text = redactor.redact(held + piece);
        var hold = redactor.undecidedTail(text);
        if (hold == 0 && !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) hold = 1;
        held = text.substring(text.length() - hold);
        return PlainText.clean(text.substring(0, text.length() - hold));
    }

    /** How much of the raw text was taken in, in UTF-16 units. */
    public int taken() {
        return taken;
    }

    /** The end of the text: what was held back is no secret. */
    public String finish() {
        var rest = held;
        held = "";
        return PlainText.clean(rest);
    }
}
