package dev.openinspect.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void cleaning_keeps_length_and_good_characters() {
        assertThat(PlainText.clean("a\0\uD83D\uDE00\uD83D")).isEqualTo("a\uFFFD\uD83D\uDE00\uFFFD");
        assertThat(PlainText.clean("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
        var good = "plain ä €";
        assertThat(PlainText.clean(good)).isSameAs(good);
    }

    @Test
    void cuts_are_the_longest_that_fit_and_never_split_a_character() {
        var letters = new String[] {"a", "ä", "€", "\uD83D\uDE00"};
        var random = new Random(1);
        for (var round = 0; round < 500; round++) {
            var text = new StringBuilder();
            for (var i = 0; i < 30; i++) text.append(letters[random.nextInt(letters.length)]);
            var limit = random.nextInt(60);

            var head = PlainText.head(text.toString(), limit);
            var tail = PlainText.tail(text.toString(), limit);

            assertThat(text.toString()).startsWith(head).endsWith(tail);
            for (var cut : new String[] {head, tail}) {
                assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
                assertThat(PlainText.clean(cut)).isEqualTo(cut);
                if (cut.length() < text.length())
                    assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(limit - 4);
            }
            assertThat(PlainText.utf8Length(text)).isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
