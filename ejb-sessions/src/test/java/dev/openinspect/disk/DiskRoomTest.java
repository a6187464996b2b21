package dev.openinspect.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskRoomTest {
    private static final long FLOOR = 1_000;

    @Test
    void room_shrinks_in_four_steps() {
        assertThat(DiskRoom.of(2_000, FLOOR)).isEqualTo(DiskRoom.ENOUGH);
        assertThat(DiskRoom.of(1_999, FLOOR)).isEqualTo(DiskRoom.LOW);
        assertThat(DiskRoom.of(1_000, FLOOR)).isEqualTo(DiskRoom.LOW);
        assertThat(DiskRoom.of(999, FLOOR)).isEqualTo(DiskRoom.REFUSING);
        assertThat(DiskRoom.of(500, FLOOR)).isEqualTo(DiskRoom.REFUSING);
        assertThat(DiskRoom.of(499, FLOOR)).isEqualTo(DiskRoom.ENDING);
    }

    @Test
    void only_the_lower_two_refuse() {
        assertThat(DiskRoom.values()).filteredOn(DiskRoom::refuses).containsExactly(DiskRoom.REFUSING, DiskRoom.ENDING);
    }

    @Test
    void a_floor_of_nothing_watches_nothing() {
        assertThat(DiskRoom.of(0, 0)).isEqualTo(DiskRoom.ENOUGH);
    }
}
