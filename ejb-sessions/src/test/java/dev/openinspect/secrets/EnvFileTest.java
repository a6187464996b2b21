package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.openinspect.refusals.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFileTest {
    @Test
    void lines_become_variables_in_their_order() {
        assertThat(EnvFile.read("B=2\nA=1\n")).containsExactly(entry("B", "2"), entry("A", "1"));
    }

    @Test
    void comments_and_empty_lines_say_nothing() {
        assertThat(EnvFile.read("\ufeff# about\n\n  # more\r\nA=1 # the first\nB=a#b\nC= # none\nD=\n"))
                .containsExactly(entry("A", "1"), entry("B", "a#b"), entry("C", ""), entry("D", ""));
    }

    @Test
    void export_and_spaces_around_the_sign_are_for_shells_and_people() {
        assertThat(EnvFile.read("export A=1\n  export  B = two words  \n"))
                .containsExactly(entry("A", "1"), entry("B", "two words"));
    }

    @Test
    void nothing_is_expanded() {
        assertThat(EnvFile.read("A=$HOME ${B} `ls` \\n\nB='$HOME'\nC=\"$HOME \\$x\"\n"))
                .containsExactly(entry("A", "$HOME ${B} `ls` \\n"), entry("B", "$HOME"), entry("C", "$HOME $x"));
    }

    @Test
    void single_quotes_keep_everything_over_several_lines() {
        assertThat(EnvFile.read("KEY='-----BEGIN-----\nab=\\n\"# c\n-----END-----\n' # end\nB=1"))
                .containsExactly(entry("KEY", "-----BEGIN-----\nab=\\n\"# c\n-----END-----\n"), entry("B", "1"));
    }

    @Test
    void double_quotes_know_escapes_and_several_lines() {
        assertThat(EnvFile.read("A=\"one\\ntwo\\t\\\"x\\\" \\\\ \\d\r\nthree\"\n"))
                .containsExactly(entry("A", "one\ntwo\t\"x\" \\ \\d\nthree"));
    }

    @ParameterizedTest
    @CsvSource({
        "A=1%nhunter2, 2, is not NAME=value",
        "A=1%nhun-ter2=x, 2, is not NAME=value",
        "A=1%n%n1A=hunter2, 3, is not NAME=value",
        "A=1%nB=\"hunter2%nmore, 2, begins a value in quotes",
        "A='hunter2%nmore'hunter2, 2, goes on after the closing quote",
        "A=hunter1%nB=2%nA=hunter2, 3, names A a second time"
    })
    void what_is_wrong_is_refused_with_its_line_and_without_a_value(String text, int line, String why) {
        assertThatThrownBy(() -> EnvFile.read(text.formatted()))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("Line " + line + " ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("hunt");
    }

    @Test
    void a_text_without_any_variable_is_refused() {
        assertThatThrownBy(() -> EnvFile.read("# nothing\n")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> EnvFile.read("")).isInstanceOf(Refused.class);
    }

    @Test
    void half_a_megabyte_is_read_at_once() {
        assertThat(EnvFile.read("A=" + "x".repeat(500_000) + "\nB=\"" + "\\n".repeat(250_000) + "\""))
                .hasSize(2);
    }
}
