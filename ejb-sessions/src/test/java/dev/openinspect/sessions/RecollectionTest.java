package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sessions.Recollection.Said;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecollectionTest {
    @Test
    void turns_are_told_in_their_order_with_their_outcome() {
        String told = Recollection.told(List.of(
                new Said("fix the test", "completed", List.of("Fixed it.")),
                new Said("now lint", "failed", List.of())));

        assertThat(told).containsSubsequence("fix the test", "Fixed it.", "outcome=\"failed\"", "now lint");
    }

    @Test
    void when_it_is_too_long_the_oldest_turns_are_left_out() {
        Said big = new Said("x".repeat(9_000), "completed", List.of("y".repeat(9_000)));
        String told = Recollection.told(Collections.nCopies(20, big));

        assertThat(told.length()).isBetween(Recollection.LONGEST / 2, Recollection.LONGEST);
        assertThat(told).contains("[…]").endsWith("</turn>\n");
    }

    @Test
    void a_long_text_keeps_its_end_and_no_half_character() {
        String told = Recollection.told(List.of(new Said("😀".repeat(2_001) + "!", "completed", List.of())));

        assertThat(told).endsWith("!\n</turn>\n");
        assertThat(told.codePoints()).noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }
}
