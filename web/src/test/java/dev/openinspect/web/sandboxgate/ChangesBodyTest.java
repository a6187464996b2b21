package dev.openinspect.web.sandboxgate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.web.limits.BeyondLimit;
import dev.openinspect.web.limits.Deadline;
import dev.openinspect.web.problems.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesBodyTest {
    private static final String FILE =
            "{\"path\":\"a\",\"status\":\"renamed\",\"oldPath\":\"b\",\"added\":1,\"bytes\":2,\"oldBytes\":null,\"patch\":\"x\"}";

    private static void read(String json) throws IOException {
        ChangesBody.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_report_is_read() {
        assertThatCode(() -> read(
                        "{\"base\":null,\"head\":\"c1\",\"truncated\":false,\"files\":[" + FILE + "," + FILE + "]} "))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}x",
                "{} {}",
                "{\"files\":{}}",
                "{\"files\":[1]}",
                "{\"files\":[",
                "{\"base\":7}",
                "{\"other\":1}",
                "{\"files\":[{\"path\":\"a\"}]}",
                "{\"files\":[{\"path\":\"a\",\"status\":\"odd\"}]}",
                "{\"files\":[{\"path\":\"a\",\"status\":\"added\",\"more\":1}]}",
                "{\"files\":[{\"path\":\"a\\u0000\",\"status\":\"added\"}]}",
                "{\"files\":[{\"path\":\"a\",\"status\":\"added\",\"patch\":\"\\ud800\"}]}"
            })
    void what_is_no_report_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ProblemException.class);
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        assertThatThrownBy(() -> ChangesBody.read(new ByteArrayInputStream(new byte[] {'{', '"', (byte) 0xff, '"'})))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void a_body_beyond_its_limit_says_so() {
        byte[] json = ("{\"files\":[" + FILE + "]}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ChangesBody.read(new Deadline(Clock.systemUTC(), Duration.ofMinutes(1))
                        .input(new ByteArrayInputStream(json), 20)))
                .isInstanceOf(BeyondLimit.class);
    }
}
