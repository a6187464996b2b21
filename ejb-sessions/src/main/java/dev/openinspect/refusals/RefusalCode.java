package dev.openinspect.refusals;

/** Why the application refuses. The names in lower case are the stable {@code code} of problem documents. */
public enum RefusalCode {
    INVALID_INPUT(400),
    NOT_SIGNED_IN(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    REQUEST_ID_REUSED(409),
    NOT_PROMPTABLE(409),
    NOT_RETRYABLE(409),
    ILLEGAL_TRANSITION(409),
    STALE_VERSION(409),
    NAME_TAKEN(409),
    NOTHING_PUSHED(409),
    NO_PROMPT_RUNNING(409),
    PROMPT_RUNNING(409),
    SNAPSHOT_NOT_READY(409),
    NO_FILES(409),
    QUESTION_OVER(409),
    FILE_TOO_LARGE(413),
    SEVERAL_REPOSITORIES(422),
    REPOSITORY_DISABLED(422),
    NO_PULL_REQUESTS(422),
    NO_IMAGES(422),
    REPOSITORY_UNREACHABLE(422),
    UNKNOWN_MODEL(422),
    UNKNOWN_BRANCH(422),
    NAME_RESERVED(422),
    SECRET_LIMIT(422),
    QUEUE_FULL(429),
    TOO_MANY_ATTEMPTS(429),
    UNAVAILABLE(503),
    SESSION_LOG_FULL(507),
    HOOK_INBOX_FULL(507),
    ARTIFACTS_FULL(507),
    INSTALLATION_DISK_FULL(507);

    private final int httpStatus;

    RefusalCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The status of RFC 9110 that says the same over HTTP. */
    public int httpStatus() {
        return httpStatus;
    }
}
