package dev.openinspect.runtime.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedNameTest {
    @Test
    void an_ordinary_name_stands_as_it_is() {
        assertThat(QuotedName.plain("a b/ü.txt")).isEqualTo("a b/ü.txt");
        assertThat(QuotedName.with("b/", "a b/ü.txt")).isEqualTo("b/a b/ü.txt");
    }

    @Test
    void escapes_are_undone() {
        assertThat(QuotedName.plain("\"a\\nb\\t\\\"c\\\"\\\\ü😀\"")).isEqualTo("a\nb\t\"c\"\\ü😀");
        assertThat(QuotedName.plain("\"\\303\\274\\001\"")).isEqualTo("ü\u0001");
        assertThat(QuotedName.with("a/", "\"x\\ny\"")).isEqualTo("\"a/x\\ny\"");
    }

    @Test
    void bytes_that_are_no_text_become_a_sign() {
        assertThat(QuotedName.plain("\"\\377x\"")).isEqualTo("\uFFFDx");
    }
}
