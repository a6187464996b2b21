package dev.openinspect.runtime.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedInputTest {
    private static final String SECRET = "correct-horse-battery";

    private static byte[] through(byte[] content) throws IOException {
        var redactor = new Redactor();
        redactor.add(List.of(SECRET));
        try (var in = RedactedInput.of(new ByteArrayInputStream(content), redactor)) {
            return in.readAllBytes();
        }
    }

    /** Around the sizes in which it reads, so that a secret lies across two pieces. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_090, 8_180, 16_370, 16_384, 32_760})
    void a_secret_is_found_wherever_it_lies(int before) throws IOException {
        var shown = new String(through(("ä".repeat(before) + SECRET + "end").getBytes(UTF_8)), UTF_8);

        assertThat(shown).isEqualTo("ä".repeat(before) + Redactor.MARK + "end");
    }

    @Test
    void what_is_no_text_passes_byte_by_byte() throws IOException {
        var content = (SECRET + "\0").getBytes(UTF_8);

        assertThat(through(content)).isEqualTo(content);
    }

    @Test
    void an_empty_file_stays_empty() throws IOException {
        assertThat(through(new byte[0])).isEmpty();
    }
}
