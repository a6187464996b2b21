package dev.openinspect.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.people.Role;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @Test
    void fields_come_out_by_their_type() throws IOException {
        Fields fields = read("{\"a\":\"x\",\"b\":true,\"c\":3,\"d\":[\"p\",\"q\"],\"e\":\"viewer\",\"f\":0.25}")
                .fields("a", "b", "c", "d", "e", "f");

        assertThat(fields.text("a")).isEqualTo("x");
        assertThat(fields.optionalFlag("b")).isTrue();
        assertThat(fields.optionalInteger("c")).isEqualTo(3);
        assertThat(fields.optionalTexts("d")).containsExactly("p", "q");
        assertThat(fields.choice("e", Role.class)).isEqualTo(Role.VIEWER);
        assertThat(fields.optionalDecimal("f")).isEqualByComparingTo("0.25");
    }

    @Test
    void null_is_like_left_out() throws IOException {
        Fields fields = read("{\"a\":null}").fields("a", "b");

        assertThat(fields.optionalText("a")).isNull();
        assertThat(fields.optionalFlag("b")).isNull();
        assertRefused(() -> fields.text("a"), "invalid_field");
    }

    @Test
    void a_body_that_does_not_come_is_a_timeout() {
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the server waited in vain");
            }
        };

        for (ThrowingCallable call :
                List.<ThrowingCallable>of(() -> JsonBody.read(silent), () -> JsonBody.readOptional(silent))) {
            assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, refused -> {
                assertThat(refused.problem().status()).isEqualTo(408);
                assertThat(refused.problem().code()).isEqualTo("body_timeout");
            });
        }
    }

    @Test
    void a_field_that_nobody_knows_is_refused_by_name() {
        assertThatThrownBy(() -> read("{\"text\":\"x\",\"txet\":1}").fields("text"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo("unknown_field");
                    assertThat(refused.problem().field()).isEqualTo("txet");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "{}"})
    void what_is_no_text_is_not_made_one(String value) throws IOException {
        Fields fields = read("{\"a\":" + value + "}").fields("a");

        assertRefused(() -> fields.text("a"), "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "1.5", "1e99999", "2147483648", "true"})
    void what_is_no_whole_number_is_refused(String value) throws IOException {
        Fields fields = read("{\"a\":" + value + "}").fields("a");

        assertRefused(() -> fields.optionalInteger("a"), "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VIEWER", "Viewer", "viewer ", "root", ""})
    void words_are_known_only_exactly(String word) throws IOException {
        Fields fields = read("{\"a\":\"" + word + "\"}").fields("a");

        assertRefused(() -> fields.choice("a", Role.class), "invalid_field");
    }

    @Test
    void a_list_of_something_else_is_refused() throws IOException {
        Fields fields = read("{\"a\":[\"x\",1]}").fields("a");

        assertRefused(() -> fields.optionalTexts("a"), "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\":01}",
                "{} {}",
                "{}x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\t\"}",
                "\ufeff{}",
                "NaN"
            })
    void what_is_no_json_object_is_refused(String text) {
        assertRefused(() -> read(text), "invalid_json");
    }

    @Test
    void endless_nesting_is_refused() {
        assertRefused(() -> read("{\"a\":" + "[".repeat(100_000)), "invalid_json");
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'};

        assertRefused(() -> JsonBody.read(new ByteArrayInputStream(bytes)), "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"x\\u0000\"}", "{\"a\":[{\"b\":\"\\ud800\"}]}", "{\"\\udc00\":1}"})
    void text_that_nothing_can_keep_is_refused(String text) {
        assertRefused(() -> read(text), "invalid_text");
    }

    @Test
    void a_pair_of_surrogates_is_a_letter() throws IOException {
        assertThat(read("{\"a\":\"\\ud83d\\ude00\"}").fields("a").text("a")).isEqualTo("😀");
    }

    @Test
    void a_body_of_512_KiB_is_read_and_one_byte_more_is_not() throws IOException {
        String frame = "{\"a\":\"\"}";
        String largest = "{\"a\":\"" + "x".repeat(JsonBody.MOST_BYTES - frame.length()) + "\"}";

        assertThat(read(largest).fields("a").text("a")).hasSize(JsonBody.MOST_BYTES - frame.length());
        assertThatThrownBy(() -> read(largest + " "))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem())
                        .extracting(Problem::status, Problem::code)
                        .containsExactly(413, "body_too_large"));
    }

    @Test
    void a_body_may_be_left_out_where_it_is_optional() throws IOException {
        JsonBody body = JsonBody.readOptional(new ByteArrayInputStream(new byte[0]));

        assertThat(body.fields("scope").optionalText("scope")).isNull();
    }

    private static JsonBody read(String text) throws IOException {
        return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                        refused.problem().code())
                .isEqualTo(code));
    }
}
