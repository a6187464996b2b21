package dev.openinspect.host;

import java.io.Serial;

/** The program cannot start as it was configured; the message is a sentence for the operator. */
public class BadConfiguration extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public BadConfiguration(String sentence) {
        super(sentence);
    }

    public BadConfiguration(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
