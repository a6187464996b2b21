package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sessions.SnapshotRetention.Kept;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SnapshotRetentionTest {
    @Test
    void the_newest_are_kept() {
        assertThat(surplus("ppppppp", 5, 10)).containsExactly(6, 7);
        assertThat(surplus("ppp", 5, 10)).isEmpty();
    }

    @Test
    void those_that_somebody_asked_for_are_kept_longer() {
        assertThat(surplus("pppppapap", 5, 10)).containsExactly(7, 9);
    }

    @Test
    void also_of_those_there_can_be_too_many() {
        assertThat(surplus("aaaaa", 1, 3)).containsExactly(4, 5);
        assertThat(surplus("aaaaa", 4, 0)).containsExactly(5);
    }

    @Test
    void what_a_restore_counts_on_stays() {
        List<Kept> all = snapshots("pppp");

        assertThat(SnapshotRetention.surplus(all, 1, 0, Set.of(id(3)))).containsExactly(id(2), id(4));
    }

    @Test
    void the_newest_one_stays_whatever_is_configured() {
        assertThat(surplus("p", 0, 0)).isEmpty();
    }

    private static List<Integer> surplus(String newestFirst, int newest, int askedFor) {
        return SnapshotRetention.surplus(snapshots(newestFirst), newest, askedFor, Set.of()).stream()
                .map(id -> (int) id.getLeastSignificantBits())
                .toList();
    }

    private static List<Kept> snapshots(String newestFirst) {
        Kept[] all = new Kept[newestFirst.length()];
        Arrays.setAll(
                all,
                place -> new Kept(
                        id(place + 1),
                        newestFirst.charAt(place) == 'a' ? SnapshotCause.ASKED_FOR : SnapshotCause.AFTER_PROMPT));
        return List.of(all);
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }
}
