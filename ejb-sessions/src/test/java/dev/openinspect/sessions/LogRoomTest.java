package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogRoomTest {
    @Test
    void the_warning_comes_once_at_four_fifths() {
        assertThat(LogRoom.of(799, 1_000, false)).isEqualTo(LogRoom.ENOUGH);
        assertThat(LogRoom.of(800, 1_000, false)).isEqualTo(LogRoom.NEARLY_FULL);
        assertThat(LogRoom.of(999, 1_000, true)).isEqualTo(LogRoom.ENOUGH);
    }

    @Test
    void a_full_log_is_full_once_somebody_was_told() {
        assertThat(LogRoom.of(1_000, 1_000, false)).isEqualTo(LogRoom.NEARLY_FULL);
        assertThat(LogRoom.of(1_000, 1_000, true)).isEqualTo(LogRoom.FULL);
    }
}
