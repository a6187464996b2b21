package dev.openinspect.web.gitdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.repositories.LargeFiles.Direction;
import dev.openinspect.repositories.LargeFiles.LargeFile;
import dev.openinspect.repositories.LargeFiles.Problem;
import dev.openinspect.repositories.LargeFiles.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LargeFileCallTest {
    private static final String OID = "0123456789abcdef".repeat(4);
    private static final String DOOR = "http://control/git/demo.git/info/lfs/objects";

    @Test
    void the_batch_and_both_transfers_are_known() {
        LargeFile file = new LargeFile(OID, 7);

        assertThat(LargeFileCall.of("POST", "/demo.git/info/lfs/objects/batch", null))
                .contains(new LargeFileCall("demo", null, false));
        assertThat(LargeFileCall.of("GET", "/demo.git/info/lfs/objects/" + OID, "7"))
                .contains(new LargeFileCall("demo", file, false));
        assertThat(LargeFileCall.of("PUT", "/demo.git/info/lfs/objects/" + OID, "7"))
                .contains(new LargeFileCall("demo", file, true));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, batch, 7",
        "POST, 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 7",
        "DELETE, 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 7",
        "GET, 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, -1",
        "GET, 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 99999999999999999999",
        "GET, 0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef, 7",
        "GET, 0123, 7"
    })
    void everything_else_is_not(String method, String name, String size) {
        assertThat(LargeFileCall.of(method, "/demo.git/info/lfs/objects/" + name, size))
                .isEmpty();
    }

    @Test
    void the_locks_api_is_not_spoken() {
        assertThat(LargeFileCall.of("POST", "/demo.git/info/lfs/locks/verify", null))
                .isEmpty();
        assertThat(LargeFileCall.of("GET", "/demo.git/info/lfs/objects/" + OID, null))
                .isEmpty();
    }

    @Test
    void an_answer_leads_back_to_the_door() throws IOException {
        LargeFileQuestion question =
                read("{\"operation\":\"download\",\"transfers\":[\"basic\"],\"objects\":[{\"oid\":\"" + OID
                        + "\",\"size\":7}]}");

        assertThat(question).isEqualTo(new LargeFileQuestion(Direction.DOWNLOAD, List.of(new LargeFile(OID, 7))));
        assertThat(question.answer(DOOR, List.of(new State(new LargeFile(OID, 7), true, null))))
                .contains("\"actions\":{\"download\":{\"href\":\"" + DOOR + "/" + OID + "?size=7\"}}");
    }

    @Test
    void what_is_there_needs_nothing_and_what_cannot_be_had_says_why() {
        LargeFileQuestion question = new LargeFileQuestion(Direction.UPLOAD, List.of(new LargeFile(OID, 7)));

        assertThat(question.answer(DOOR, List.of(new State(new LargeFile(OID, 7), false, null))))
                .contains("{\"oid\":\"" + OID + "\",\"size\":7}");
        assertThat(question.answer(DOOR, List.of(new State(new LargeFile(OID, 7), false, new Problem(404, "Gone")))))
                .contains("\"error\":{\"code\":404,\"message\":\"Gone\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"operation\":\"download\",\"objects\":[]}",
                "{\"operation\":\"delete\",\"objects\":[{\"oid\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1}]}",
                "{\"operation\":\"download\",\"objects\":[{\"oid\":\"../x\",\"size\":1}]}",
                "{\"operation\":\"download\",\"objects\":[{\"oid\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":-1}]}",
                "{\"operation\":\"download\",\"objects\":[{\"oid\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1.5}]}",
                "{\"operation\":1,\"objects\":[{\"oid\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1}]}"
            })
    void a_question_that_is_not_understood_is_no_accident(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
    }

    private static LargeFileQuestion read(String body) throws IOException {
        return LargeFileQuestion.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
