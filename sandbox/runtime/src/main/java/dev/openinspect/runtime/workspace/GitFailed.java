package dev.openinspect.runtime.workspace;

/** Git said no. The message holds what it said and is fit for people after redaction. */
public final class GitFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    GitFailed(String message) {
        super(message);
        reason = message;
    }

    GitFailed(String message, Throwable cause) {
        super(message, cause);
        reason = message;
    }

    /** Never null, unlike the general case. */
    @Override
    public String getMessage() {
        return reason;
    }
}
