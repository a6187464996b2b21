package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sessions.Saved.Newest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SavedTest {
    private static final Instant REST = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant NOW = REST.plusSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void without_a_snapshot_one_is_needed() {
        assertThat(Saved.of(null, 1, REST, LIMIT, NOW)).isEqualTo(Saved.NEEDED);
    }

    @Test
    void a_snapshot_from_before_the_last_change_is_not_enough() {
        assertThat(of(SnapshotStatus.READY, REST.minusMillis(1))).isEqualTo(Saved.NEEDED);
        assertThat(of(SnapshotStatus.READY, REST)).isEqualTo(Saved.DONE);
    }

    @Test
    void the_snapshot_of_another_generation_is_not_enough() {
        Newest newest = new Newest(SnapshotCause.AFTER_PROMPT, SnapshotStatus.READY, 1, NOW);

        assertThat(Saved.of(newest, 2, REST, LIMIT, NOW)).isEqualTo(Saved.NEEDED);
    }

    @Test
    void one_on_its_way_is_waited_for_only_so_long() {
        assertThat(of(SnapshotStatus.WANTED, NOW)).isEqualTo(Saved.UNDER_WAY);
        assertThat(of(SnapshotStatus.TAKING, NOW.minusSeconds(20))).isEqualTo(Saved.UNDER_WAY);
        assertThat(Saved.of(
                        new Newest(SnapshotCause.BEFORE_STOP, SnapshotStatus.TAKING, 1, REST),
                        1,
                        REST,
                        LIMIT,
                        REST.plusSeconds(31)))
                .isEqualTo(Saved.OVERDUE);
    }

    @Test
    void a_failure_after_a_prompt_is_tried_once_more_before_a_stop() {
        assertThat(Saved.of(new Newest(SnapshotCause.AFTER_PROMPT, SnapshotStatus.FAILED, 1, NOW), 1, REST, LIMIT, NOW))
                .isEqualTo(Saved.NEEDED);
        assertThat(Saved.of(new Newest(SnapshotCause.BEFORE_STOP, SnapshotStatus.FAILED, 1, NOW), 1, REST, LIMIT, NOW))
                .isEqualTo(Saved.FAILED);
    }

    private static Saved of(SnapshotStatus status, Instant created) {
        return Saved.of(new Newest(SnapshotCause.AFTER_PROMPT, status, 1, created), 1, REST, LIMIT, NOW);
    }
}
