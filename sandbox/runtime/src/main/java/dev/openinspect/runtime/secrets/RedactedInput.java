package dev.openinspect.runtime.secrets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** A text of any length, redacted while it is read. Used by one thread. */
public final class RedactedInput extends InputStream {
    private static final int HEAD_BYTES = 4_096;
    private static final int PIECE = 16 * 1024;

    private final Reader text;
    private final RedactedStream redacted;
    private final char[] piece = new char[PIECE];
    private ByteArrayInputStream ready = new ByteArrayInputStream(new byte[0]);
    private boolean ended;

    private RedactedInput(InputStream text, Redactor redactor) {
        this.text = new InputStreamReader(text, StandardCharsets.UTF_8);
        this.redacted = new RedactedStream(redactor);
    }

    /** The stream without secrets if it begins like a text, and as it is if it does not: what is no text has no place for a mark. */
    public static InputStream of(InputStream content, Redactor redactor) throws IOException {
        var whole = new PushbackInputStream(content, HEAD_BYTES);
        var head = whole.readNBytes(HEAD_BYTES);
        whole.unread(head);
        return isText(head) ? new RedactedInput(whole, redactor) : whole;
    }

    private static boolean isText(byte[] head) {
        for (var b : head) if (b == 0) return false;
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), head.length < HEAD_BYTES)
                .isError();
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready.read() : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        return fill() ? ready.read(target, offset, length) : -1;
    }

    private boolean fill() throws IOException {
        while (ready.available() == 0 && !ended) {
            var count = text.read(piece);
            ended = count < 0;
            var shown = ended ? redacted.finish() : redacted.accept(new String(piece, 0, count));
            ready = new ByteArrayInputStream(shown.getBytes(StandardCharsets.UTF_8));
        }
        return ready.available() > 0;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
