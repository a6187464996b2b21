package dev.openinspect.web.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.questions.QuestionWish;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.ProblemException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuestionCallTest {
    private static final String ID = "00000000-0000-0003-0000-000000000003";

    private static QuestionWish read(String json) {
        return QuestionCall.wish(JsonBody.read(new ByteArrayInputStream(json.getBytes(UTF_8))));
    }

    @Test
    void a_question_is_read_with_all_that_belongs_to_it() {
        assertThat(read("{\"id\":\"" + ID
                        + "\",\"question\":\"Which?\",\"options\":[\"a\",\"b\"],\"timeoutSeconds\":30}"))
                .isEqualTo(new QuestionWish(UUID.fromString(ID), "Which?", List.of("a", "b"), Duration.ofSeconds(30)));
    }

    @Test
    void an_id_that_is_none_is_refused() {
        assertThatThrownBy(() -> read("{\"id\":\"7\",\"question\":\"Which?\"}")).isInstanceOf(ProblemException.class);
        assertThat(QuestionCall.id("../../x")).isEmpty();
    }
}
