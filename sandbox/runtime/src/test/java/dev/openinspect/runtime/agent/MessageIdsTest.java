package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    final MessageIds ids =
            new MessageIds(Clock.fixed(Instant.ofEpochMilli(1_795_437_577_863L), ZoneOffset.UTC), n -> 7);

    @Test
    void an_id_looks_like_opencodes_own_of_the_same_moment() {
        // The recorded answer of this millisecond is msg_2086b4687001tFT1iIvFNymUpk.
        assertThat(ids.next()).isEqualTo("msg_2086b468700077777777777777");
    }

    @Test
    void ids_of_one_millisecond_sort_as_they_were_made() {
        assertThat(Stream.generate(ids::next).limit(10_000)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_id_sorts_after_what_is_there_even_if_the_clock_is_behind() {
        ids.seen("msg_30000000f001zzzzzzzzzzzzzz");

        assertThat(ids.next()).isGreaterThan("msg_30000000f001zzzzzzzzzzzzzz").startsWith("msg_30000000f002");
    }
}
