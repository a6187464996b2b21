package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskMarkTest {
    @Test
    void the_warning_comes_once_at_four_fifths() {
        assertThat(DiskMark.of(79, false)).isEqualTo(DiskMark.UNCHANGED);
        assertThat(DiskMark.of(80, false)).isEqualTo(DiskMark.NEARLY_FULL);
        assertThat(DiskMark.of(99, true)).isEqualTo(DiskMark.UNCHANGED);
    }

    @Test
    void a_first_measurement_beyond_the_limit_is_told_as_well() {
        assertThat(DiskMark.of(130, false)).isEqualTo(DiskMark.NEARLY_FULL);
    }

    @Test
    void it_comes_again_only_after_there_was_room() {
        assertThat(DiskMark.of(75, true))
                .as("a little less is still nearly full")
                .isEqualTo(DiskMark.UNCHANGED);
        assertThat(DiskMark.of(69, true)).isEqualTo(DiskMark.ROOM_AGAIN);
        assertThat(DiskMark.of(69, false)).isEqualTo(DiskMark.UNCHANGED);
    }
}
