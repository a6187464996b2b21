package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GoneReasonTest {
    @Test
    void what_was_asked_for_wins() {
        assertThat(GoneReason.of(GoneReason.STOPPED, ending(137, 137, true, true)))
                .isEqualTo(GoneReason.STOPPED);
        assertThat(GoneReason.of(GoneReason.REPLACED, ending(null, 1, false, false)))
                .isEqualTo(GoneReason.REPLACED);
    }

    @Test
    void a_supervisor_with_a_code_exited() {
        assertThat(GoneReason.of(null, ending(0, 0, true, false))).isEqualTo(GoneReason.EXITED);
        assertThat(GoneReason.of(null, ending(1, 1, true, true)))
                .as("memory of a child")
                .isEqualTo(GoneReason.EXITED);
    }

    @Test
    void a_launch_that_never_got_to_the_supervisor_failed() {
        assertThat(GoneReason.of(null, ending(null, 1, false, false))).isEqualTo(GoneReason.LAUNCH_FAILED);
        assertThat(GoneReason.of(null, ending(null, 73, false, false))).isEqualTo(GoneReason.LAUNCH_FAILED);
        assertThat(GoneReason.of(null, ending(null, 74, true, false))).isEqualTo(GoneReason.LAUNCH_FAILED);
    }

    @Test
    void a_layer_that_cannot_be_mounted_is_named() {
        assertThat(GoneReason.of(null, ending(null, 78, false, false))).isEqualTo(GoneReason.LAYER_UNUSABLE);
        assertThat(GoneReason.of(null, ending(78, 78, true, false)))
                .as("the supervisor's own code")
                .isEqualTo(GoneReason.EXITED);
    }

    @Test
    void a_signal_from_outside_killed_it() {
        assertThat(GoneReason.of(null, ending(137, 137, true, false))).isEqualTo(GoneReason.KILLED);
        assertThat(GoneReason.of(null, ending(null, 137, true, false))).isEqualTo(GoneReason.KILLED);
        assertThat(GoneReason.of(null, ending(null, 1, true, false)))
                .as("unshare's word")
                .isEqualTo(GoneReason.KILLED);
    }

    @Test
    void the_kernel_killed_it_for_memory() {
        assertThat(GoneReason.of(null, ending(137, 137, true, true))).isEqualTo(GoneReason.OUT_OF_MEMORY);
        assertThat(GoneReason.of(null, ending(null, 137, true, true))).isEqualTo(GoneReason.OUT_OF_MEMORY);
    }

    private static Ending ending(@Nullable Integer supervisor, int launcher, boolean started, boolean outOfMemory) {
        return new Ending(supervisor, launcher, started, outOfMemory, null);
    }
}
