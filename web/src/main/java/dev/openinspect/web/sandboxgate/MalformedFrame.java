package dev.openinspect.web.sandboxgate;

/** A bridge sent what the protocol does not allow; the sentence goes into the close reason (at most 123 bytes, RFC 6455). */
final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFrame(String sentence) {
        super(sentence);
    }
}
