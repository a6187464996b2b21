package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What it finds in which encoding stands in the test that compares it with the sandbox's redactor. */
class TextRedactorTest {
    @Test
    void a_value_is_replaced_wherever_it_stands() {
        assertThat(new TextRedactor(List.of("hunter2-hunter2")).redact("a hunter2-hunter2, xhunter2-hunter2x"))
                .isEqualTo("a [•••], x[•••]x");
    }

    @Test
    void short_values_are_configuration() {
        assertThat(new TextRedactor(List.of("true", "8080")).redact("true 8080"))
                .isEqualTo("true 8080");
    }

    @Test
    void each_long_line_of_a_value_is_a_secret_but_the_frame_of_a_key_is_none() {
        String key = "-----BEGIN PRIVATE KEY-----\nline-one-of-the-key\nab\n-----END PRIVATE KEY-----\n";

        assertThat(new TextRedactor(List.of(key)).redact("-----BEGIN PRIVATE KEY-----\n  line-one-of-the-key\n ab"))
                .isEqualTo("-----BEGIN PRIVATE KEY-----\n  [•••]\n ab");
    }

    @Test
    void without_secrets_a_text_stays_what_it_is() {
        assertThat(new TextRedactor(List.of()).redact("text")).isEqualTo("text");
    }
}
