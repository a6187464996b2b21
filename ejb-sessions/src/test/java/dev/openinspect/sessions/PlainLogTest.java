package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainLogTest {
    private static final String TOKEN = "oisb_secret";

    @Test
    void escape_sequences_are_left_out() {
        assertThat(PlainLog.end("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007text\u001b[2K!", TOKEN))
                .isEqualTo("red text!");
    }

    @Test
    void control_characters_are_left_out_and_lines_stay() {
        assertThat(PlainLog.end("one\u0000\u0008\r\n\ttwo\n", TOKEN)).isEqualTo("one\n\ttwo\n");
    }

    @Test
    void of_a_line_that_was_overwritten_the_last_state_is_shown() {
        assertThat(PlainLog.end("10 %\r50 %\r100 %\ndone", TOKEN)).isEqualTo("100 %\ndone");
    }

    @Test
    void the_token_is_blotted_out_also_within_colours() {
        assertThat(PlainLog.end("Bearer " + TOKEN + "\u001b[0m", TOKEN)).isEqualTo("Bearer [redacted]");
    }

    @Test
    void only_the_end_is_kept_in_whole_lines() {
        String end = PlainLog.end("x".repeat(100) + "\n" + "line\n".repeat(10_000), TOKEN);

        assertThat(end).hasSizeLessThanOrEqualTo(16 * 1024).startsWith("line\n").endsWith("line\n");
    }
}
