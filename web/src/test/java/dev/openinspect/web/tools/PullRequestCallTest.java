package dev.openinspect.web.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.Refused;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullRequestCallTest {
    private static final String COMMIT = "a".repeat(40);

    @Test
    void a_call_is_a_wish_and_the_commit_that_was_pushed() throws IOException {
        PullRequestCall call = PullRequestCall.of(
                body("{\"title\":\"Fix it\",\"body\":\"Text\",\"draft\":true,\"commit\":\"" + COMMIT + "\"}"));

        assertThat(call.commit()).isEqualTo(COMMIT);
        assertThat(call.wish().title()).isEqualTo("Fix it");
        assertThat(call.wish().base()).isNull();
        assertThat(call.wish().draft()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\":\"Fix it\"}",
                "{\"commit\":\"main\"}",
                "{\"commit\":\"A\"}",
                "{\"commit\":7}",
                "{\"author\":\"somebody\"}",
                "[]"
            })
    void a_call_without_a_commit_or_with_more_than_is_known_is_refused(String text) {
        assertThatThrownBy(() -> PullRequestCall.of(body(text))).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_wish_that_cannot_be_is_refused_as_everywhere() {
        assertThatThrownBy(() -> PullRequestCall.of(body("{\"base\":\"a..b\",\"commit\":\"" + COMMIT + "\"}")))
                .isInstanceOf(Refused.class);
    }

    private static JsonBody body(String text) throws IOException {
        return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
