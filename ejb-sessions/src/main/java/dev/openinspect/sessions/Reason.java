package dev.openinspect.sessions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why prompts and sandboxes ended or wait. Rows and events hold the names in lower case, one within another from the outside to the
 * inside: {@code no_sandbox: boot_failed: setup: exit code 1}. docs/debugging.md explains each; a test compares.
 */
public enum Reason {
    STOPPED(Remedy.NONE),
    WITHDRAWN(Remedy.NONE),
    IDLE(Remedy.NONE),
    DRAFT_ABANDONED(Remedy.NONE),
    RESTART_REQUESTED(Remedy.NONE),
    RESTORE_REQUESTED(Remedy.NONE),
    ROOM_FOR_ANOTHER(Remedy.NONE),
    SHUTDOWN(Remedy.NONE),
    SESSION_ARCHIVED(Remedy.NONE),
    SESSION_CANCELLED(Remedy.NONE),
    WAITING_FOR_SANDBOX(Remedy.NONE),
    WAITING_FOR_DISK_SPACE(Remedy.ASK_OPERATOR),
    FREE_SANDBOX(Remedy.NONE),
    DISK_SPACE(Remedy.ASK_OPERATOR),
    CAPACITY(Remedy.NONE),
    REPLACED(Remedy.NONE),

    TURN_LIMIT(Remedy.RETRY),
    LIFETIME(Remedy.RETRY),
    NO_PROGRESS(Remedy.RETRY),
    STOP_OVERDUE(Remedy.RETRY),
    EVENT_FLOOD(Remedy.RETRY),
    COST_LIMIT(Remedy.NEW_SESSION),
    SESSION_LOG_FULL(Remedy.NEW_SESSION),
    INSTALLATION_DISK_FULL(Remedy.ASK_OPERATOR),
    DISK_FULL(Remedy.ASK_OPERATOR),
    HOST_DISK_LOW(Remedy.ASK_OPERATOR),

    MODEL_ERROR(Remedy.RETRY),
    AGENT_DIED(Remedy.RETRY),
    AGENT_REFUSED(Remedy.RETRY),
    AGENT_DID_NOT_ANSWER(Remedy.RETRY),
    AGENT_STOPPED_EARLY(Remedy.RETRY),
    AGENT_ABORTED(Remedy.RETRY),
    RUNTIME_ERROR(Remedy.RETRY),
    UNKNOWN(Remedy.RETRY),

    SANDBOX_LOST(Remedy.RETRY),
    HEARTBEAT_LOST(Remedy.RESTART_SANDBOX),
    NO_SANDBOX(Remedy.RESTART_SANDBOX),
    BOOT_FAILED(Remedy.RESTART_SANDBOX),
    BOOT_NO_PROGRESS(Remedy.EDIT_HOOK),
    CLONE(Remedy.CHECK_REPOSITORY),
    SYNC(Remedy.RESTART_SANDBOX),
    SETUP(Remedy.EDIT_HOOK),
    START(Remedy.EDIT_HOOK),
    AGENT(Remedy.RESTART_SANDBOX),

    EXITED(Remedy.RESTART_SANDBOX),
    KILLED(Remedy.RESTART_SANDBOX),
    OUT_OF_MEMORY(Remedy.ADD_MEMORY),
    HOST_RESTARTED(Remedy.RESTART_SANDBOX),
    UNKNOWN_TO_HOST(Remedy.RESTART_SANDBOX),
    LAYER_UNUSABLE(Remedy.RESTART_SANDBOX),
    UNKNOWN_SNAPSHOT(Remedy.RESTART_SANDBOX),
    SNAPSHOT_UNUSABLE(Remedy.RESTART_SANDBOX),
    SNAPSHOT_BUSY(Remedy.RESTART_SANDBOX),
    LAUNCH_FAILED(Remedy.ASK_OPERATOR),
    UNREACHABLE(Remedy.ASK_OPERATOR),
    UNAUTHORIZED(Remedy.ASK_OPERATOR),
    LAYER_IN_USE(Remedy.RESTART_SANDBOX),
    OLDER_GENERATION(Remedy.RESTART_SANDBOX),
    BAD_REQUEST(Remedy.ASK_OPERATOR),
    INTERNAL(Remedy.ASK_OPERATOR);

    private static final Map<String, Reason> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Reason::code, Function.identity()));

    private final Remedy remedy;

    Reason(Remedy remedy) {
        this.remedy = remedy;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to do about a reason as rows hold it; the innermost cause that is known decides. */
    public static @Nullable Remedy remedy(@Nullable String reason) {
        if (reason == null) {
            return null;
        }
        Reason known = UNKNOWN;
        for (String part : reason.split(": ", 10)) {
            Reason next = BY_CODE.get(part);
            if (next == null) {
                break;
            }
            known = next;
        }
        return known.remedy;
    }

    /** The outermost known code of a reason, for counting; what a sandbox made up counts as {@code unknown}. */
    static String outermost(String reason) {
        Reason known = BY_CODE.get(reason.split(": ", 2)[0]);
        return (known == null ? UNKNOWN : known).code();
    }
}
