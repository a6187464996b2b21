package dev.openinspect.web.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.codehosts.HookReader;
import dev.openinspect.hooks.ArrivedHook;
import dev.openinspect.web.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookIntakeTest {
    private static final String ID = "0b989ba4-242f-11e5-81e1-c7b6966d2516";

    private final List<ArrivedHook> stored = new ArrayList<>();
    private final SealReader reader = new SealReader();
    private final HookIntake intake = new HookIntake(reader, this::store);
    private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HookIntakeTest() {
        headers.put("X-Hub-Signature-256", "seal");
        headers.put("X-GitHub-Delivery", ID);
        headers.put("X-GitHub-Event", "pull_request");
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "GitHub-Hookshot/044aadd");
    }

    @Test
    void a_genuine_delivery_is_stored_as_it_came() {
        assertThat(take("{\"a\": \"ü\"}")).isTrue();

        assertThat(stored).singleElement().satisfies(hook -> {
            assertThat(hook.deliveryId()).isEqualTo(ID);
            assertThat(hook.event()).isEqualTo("pull_request");
            assertThat(hook.body()).isEqualTo("{\"a\": \"ü\"}");
            assertThat(hook.headers())
                    .contains("User-Agent: GitHub-Hookshot/044aadd")
                    .doesNotContain("seal");
        });
    }

    @Test
    void the_same_id_again_is_not_new_however_it_is_spelled() {
        take("{}");
        headers.put("X-GitHub-Delivery", ID.toUpperCase(java.util.Locale.ROOT));

        assertThat(take("{}")).isFalse();
    }

    @Test
    void without_a_secret_there_is_nothing_here() {
        reader.configured = false;

        assertRefused(() -> admit(2), 404, "not_found");
    }

    @Test
    void without_a_signature_no_body_is_read() {
        headers.remove("X-Hub-Signature-256");
        assertRefused(() -> admit(2), 401, "wrong_signature");

        headers.put("X-Hub-Signature-256", " ");
        assertRefused(() -> admit(2), 401, "wrong_signature");
    }

    @Test
    void a_body_that_says_it_is_too_large_is_not_read() {
        admit(ArrivedHook.MOST_BODY_BYTES);
        admit(-1);

        assertRefused(() -> admit(ArrivedHook.MOST_BODY_BYTES + 1L), 413, "body_too_large");
    }

    @Test
    void a_wrong_signature_is_refused_before_anything_else_is_looked_at() {
        headers.clear();
        headers.put("X-Hub-Signature-256", "broken seal");

        assertRefused(() -> take("{}"), 401, "wrong_signature");
        assertThat(stored).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "0b989ba4-242f-11e5-81e1-c7b6966d2516-", "../0b989ba4"})
    void a_delivery_needs_an_id(String id) {
        headers.put("X-GitHub-Delivery", id);

        assertRefused(() -> take("{}"), 400, "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "push; drop", "Push", "../push"})
    void a_delivery_needs_the_name_of_an_event(String event) {
        headers.put("X-GitHub-Event", event);

        assertRefused(() -> take("{}"), 400, "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "", "multipart/form-data; boundary=x"})
    void other_media_types_are_refused(String type) {
        headers.put("Content-Type", type);

        assertRefused(() -> take("{}"), 415, "unsupported_media_type");
    }

    @Test
    void a_form_carries_the_json_in_a_field() {
        headers.put("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

        take("x=1&payload=%7B%22a%22%3A+%22%C3%BC%22%7D");

        assertThat(stored).singleElement().extracting(ArrivedHook::body).isEqualTo("{\"a\": \"ü\"}");
    }

    @Test
    void a_form_without_that_field_is_refused_and_one_that_is_badly_encoded_is_stored_to_be_seen() {
        headers.put("Content-Type", "application/x-www-form-urlencoded");

        assertRefused(() -> take("x=1"), 400, "invalid_field");
        take("payload=%zz");
        assertThat(stored).singleElement().extracting(ArrivedHook::body).isEqualTo("%zz");
    }

    @Test
    void bytes_that_are_no_text_are_stored_as_signs_of_that() {
        byte[] odd = {'{', (byte) 0xff, 0, (byte) 0xed, (byte) 0xa0, (byte) 0x80, '}'};

        intake.take(new HookHeaders(headers::get), odd);

        assertThat(stored).singleElement().satisfies(hook -> assertThat(hook.body())
                .matches("\\{\ufffd+}")
                .hasSizeGreaterThanOrEqualTo(5));
    }

    @Test
    void what_is_not_json_is_stored_all_the_same() {
        assertThat(take("<html>")).isTrue();
        assertThat(take("")).isFalse();
    }

    @Test
    void headers_are_kept_printable_and_short() {
        headers.put("User-Agent", "a\u001b[31m\r\nX: ü" + "y".repeat(5_000));

        take("{}");

        assertThat(stored.getFirst().headers().lines()).anySatisfy(line -> assertThat(line)
                .startsWith("User-Agent: a?[31m??X: ?yyy")
                .hasSizeLessThan(500));
    }

    private void admit(long length) {
        intake.admit(new HookHeaders(headers::get), length);
    }

    private boolean take(String body) {
        return intake.take(new HookHeaders(headers::get), body.getBytes(StandardCharsets.UTF_8));
    }

    private boolean store(ArrivedHook hook) {
        boolean known = stored.stream().anyMatch(one -> one.deliveryId().equals(hook.deliveryId()));
        return !known && stored.add(hook);
    }

    private static void assertRefused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(status);
            assertThat(refused.problem().code()).isEqualTo(code);
        });
    }

    /** Takes the word "seal" for a proof. */
    private static final class SealReader implements HookReader {
        private boolean configured = true;

        @Override
        public boolean configured() {
            return configured;
        }

        @Override
        public boolean isGenuine(byte[] body, String signature) {
            return signature.equals("seal");
        }

        @Override
        public Reading read(String event, String body) {
            throw new AssertionError("the door understands nothing");
        }
    }
}
