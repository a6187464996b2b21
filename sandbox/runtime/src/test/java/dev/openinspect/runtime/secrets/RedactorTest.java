package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedactorTest {
    static final String SECRET = "p@ss/wörd+42!";
    final Redactor redactor = new Redactor();

    @Test
    void a_secret_is_found_as_it_is_and_url_encoded() {
        redactor.add(List.of(SECRET));

        assertThat(redactor.redact("x" + SECRET + "y")).isEqualTo("x[•••]y");
        assertThat(redactor.redact("u=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .isEqualTo("u=[•••]");
    }

    @Test
    void a_secret_is_found_in_base64_wherever_it_stands() {
        redactor.add(List.of(SECRET));
        for (var before : List.of("", "a", "ab", "abc", "user:")) {
            var encoded =
                    Base64.getEncoder().encodeToString((before + SECRET + "tail").getBytes(StandardCharsets.UTF_8));

            assertThat(redactor.redact(encoded)).as("after '%s'", before).contains("[•••]");
        }
    }

    @Test
    void each_long_line_of_a_secret_is_one_but_the_frame_of_a_key_is_none() {
        redactor.add(List.of("-----BEGIN PRIVATE KEY-----\nline-one-of-the-key\nab\n-----END PRIVATE KEY-----\n"));

        assertThat(redactor.redact("-----BEGIN PRIVATE KEY-----\n  line-one-of-the-key\n ab"))
                .isEqualTo("-----BEGIN PRIVATE KEY-----\n  [•••]\n ab");
    }

    @Test
    void many_large_secrets_do_not_hold_up_a_growing_text() {
        var random = new Random(5);
        for (var i = 0; i < 8; i++) redactor.add(List.of(Integer.toString(i) + "x".repeat(16_000) + random.nextLong()));
        var stream = new RedactedStream(redactor);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (var i = 0; i < 3_000; i++) stream.accept("some words of an answer ");
        });
    }

    @Test
    void short_values_are_configuration() {
        redactor.add(List.of("true", "8080"));

        assertThat(redactor.redact("true 8080")).isEqualTo("true 8080");
    }

    @Test
    void a_secret_that_contains_another_one_is_replaced_as_a_whole() {
        redactor.add(List.of("secret-1", "secret-1-and-more"));

        assertThat(redactor.redact("secret-1-and-more secret-1")).isEqualTo("[•••] [•••]");
    }

    @Test
    void a_stream_gives_the_same_as_the_whole_however_it_is_cut() {
        redactor.add(List.of("abcabcabd", "cabcab-x"));
        var random = new Random(3);
        for (var round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (var i = 0; i < 40; i++)
                text.append(
                        random.nextInt(4) == 0
                                ? "abcabcabd"
                                : List.of("abc", "c", "cabcab-x", "\uD83D\uDE00")
                                        .get(random.nextInt(4)));
            var stream = new RedactedStream(redactor);
            var shown = new StringBuilder();
            for (var at = 0; at < text.length(); ) {
                var to = Math.min(text.length(), at + 1 + random.nextInt(5));
                shown.append(stream.accept(text.substring(at, to)));
                at = to;
            }
            shown.append(stream.finish());

            assertThat(shown.toString()).doesNotContain("abcabcabd").doesNotContain("cabcab-x");
            assertThat(stream.taken()).isEqualTo(text.length());
        }
    }
}
