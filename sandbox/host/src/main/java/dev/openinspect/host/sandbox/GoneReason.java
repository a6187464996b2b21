package dev.openinspect.host.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Why a sandbox is gone, in the stable words of the contract. */
public enum GoneReason {
    @JsonProperty("stopped")
    STOPPED,
    @JsonProperty("exited")
    EXITED,
    @JsonProperty("killed")
    KILLED,
    @JsonProperty("out_of_memory")
    OUT_OF_MEMORY,
    @JsonProperty("disk_full")
    DISK_FULL,
    @JsonProperty("host_disk_low")
    HOST_DISK_LOW,
    @JsonProperty("launch_failed")
    LAUNCH_FAILED,
    @JsonProperty("layer_unusable")
    LAYER_UNUSABLE,
    @JsonProperty("host_restarted")
    HOST_RESTARTED,
    @JsonProperty("replaced")
    REPLACED;

    /** With what launch.sh ends when a layer cannot be mounted; EX_CONFIG of sysexits.h. */
    public static final int UNUSABLE_LAYER_EXIT = 78;

    private static final int KILLED_BY_SIGKILL = 128 + 9;
    private static final int FIRST_SIGNAL_CODE = 128;

    /** Judges how a sandbox ended. Asked-for reasons win: what dies while it is being stopped was stopped. */
    public static GoneReason of(@Nullable GoneReason askedFor, Ending ending) {
        if (askedFor != null) {
            return askedFor;
        }
        var code = ending.supervisorExit();
        if (code == null && !ending.started() && ending.launcherExit() == UNUSABLE_LAYER_EXIT) {
            return LAYER_UNUSABLE;
        }
        if (code == null && !endedBySignal(ending)) {
            return LAUNCH_FAILED;
        }
        if (code != null && code != KILLED_BY_SIGKILL) {
            return EXITED;
        }
        return ending.outOfMemory() ? OUT_OF_MEMORY : KILLED;
    }

    /** unshare(1) tells 1 when the process below it was killed by SIGKILL; launch.sh never ends with 1 itself. */
    private static boolean endedBySignal(Ending ending) {
        return ending.launcherExit() >= FIRST_SIGNAL_CODE || (ending.started() && ending.launcherExit() == 1);
    }
}
