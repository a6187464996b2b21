package dev.openinspect.refusals;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The application says no, changes nothing, and says why in a sentence for people. */
@ApplicationException(rollback = true)
public class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    private final @Nullable Duration retryAfter;

    public Refused(RefusalCode code, String sentence) {
        this(code, sentence, null);
    }

    public Refused(RefusalCode code, String sentence, @Nullable Duration retryAfter) {
        super(sentence);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public static Refused notFound(String what) {
        return new Refused(RefusalCode.NOT_FOUND, "There is no such " + what + ", or you may not see it.");
    }

    public static Refused invalid(String sentence) {
        return new Refused(RefusalCode.INVALID_INPUT, sentence);
    }

    public RefusalCode code() {
        return code;
    }

    /** How long to wait before the same request may succeed. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
