package dev.openinspect.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProseTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one", "one two three four", "\n a  b\n\n c ", "## Head\n\n- x\n"})
    void pieces_joined_are_the_text_again(String text) {
        assertThat(String.join("", Prose.pieces(text))).isEqualTo(text);
    }

    @Test
    void a_cut_never_halves_a_character() {
        assertThat(Prose.cut("ab😀cd", 4)).isEqualTo("ab…");
        assertThat(Prose.cut("abcd", 4)).isEqualTo("abcd");
    }

    @Test
    void a_tail_begins_with_a_whole_line() {
        assertThat(Prose.tail("first line\nsecond\nthird\n", 11)).isEqualTo("…\nthird");
    }

    @Test
    void a_text_cannot_close_its_code_block() {
        assertThat(Prose.codeBlock("", "a\n```\nb")).startsWith("``````\n").endsWith("\n``````");
    }
}
