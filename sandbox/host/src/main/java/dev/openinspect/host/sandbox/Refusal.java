package dev.openinspect.host.sandbox;

import java.io.Serial;

/** A call that cannot be done, with the stable word that says why. */
public final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Each word with its HTTP status and, where a repetition may succeed, the seconds to wait before it. */
    public enum Code {
        BAD_REQUEST("bad_request", 400, -1),
        UNAUTHORIZED("unauthorized", 401, -1),
        UNKNOWN_SANDBOX("unknown_sandbox", 404, -1),
        UNKNOWN_PATH("unknown_path", 404, -1),
        OLDER_GENERATION("older_generation", 409, -1),
        LAYER_IN_USE("layer_in_use", 409, 2),
        UNKNOWN_SNAPSHOT("unknown_snapshot", 404, -1),
        SNAPSHOT_BUSY("snapshot_busy", 409, 2),
        SNAPSHOT_UNUSABLE("snapshot_unusable", 409, -1),
        SNAPSHOTS_FULL("snapshots_full", 503, 60),
        SNAPSHOTS_UNSUPPORTED("snapshots_unsupported", 409, -1),
        CAPACITY("capacity", 503, 10),
        DISK_LOW("disk_low", 503, 30),
        INTERNAL("internal", 500, 5);

        private final String word;
        private final int status;
        private final int retryAfterSeconds;

        Code(String word, int status, int retryAfterSeconds) {
            this.word = word;
            this.status = status;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public String word() {
            return word;
        }

        public int status() {
            return status;
        }

        public boolean retryable() {
            return retryAfterSeconds > 0;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    private final Code code;

    public Refusal(Code code, String detail) {
        super(detail);
        this.code = code;
    }

    public Refusal(Code code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
