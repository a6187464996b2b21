package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bad manners towards every operation that the description names: whoever adds one is tested without knowing of this. */
@ExtendWith(LogsOnFailure.class)
class EveryOperationIT {
    private static final List<String> BODIES = List.of(
            "",
            "null",
            "7",
            "[]",
            "\"text\"",
            "{",
            "{} {}",
            "{\"colour\":\"red\"}",
            "{\"title\":\"\\u0000\",\"name\":\"\\u0000\",\"text\":\"\\u0000\"}",
            "{\"title\":\"\\ud800\",\"name\":\"\\ud800\",\"text\":\"\\udc00\"}",
            "{\"a\":".repeat(5_000));
    private static final String TOO_LARGE = "{\"text\":\"" + "x".repeat(600_000) + "\"}";

    private static final String READER = Team.viewer().client("read").token();

    private final ApiClient administrator = Team.administrator();

    static Stream<Operation> operations() {
        return Operation.all().stream();
    }

    static Stream<Operation> operationsWithIds() {
        return operations().filter(Operation::hasId);
    }

    static Stream<Operation> operationsWithBodies() {
        return operations().filter(Operation::body);
    }

    @Test
    void the_description_names_them() {
        assertThat(operations()).hasSizeGreaterThanOrEqualTo(37);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void nobody_comes_in_without_a_token_that_is_valid(Operation operation) {
        for (String authorization : new String[] {null, "Bearer oi_unknown", "Bearer ", "Basic YTpi"}) {
            send(operation, operation.toNothing(), authorization).expectProblem(401, "not_signed_in");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void a_reader_changes_nothing(Operation operation) {
        Answer answer = send(operation, operation.toNothing(), "Bearer " + READER);

        assertRefusedOrRead(operation, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithIds")
    void ids_that_belong_to_nothing_are_not_found(Operation operation) {
        for (String id : List.of("x", "1", "00000000-0000-0000-0000-000000000007", "a".repeat(2_000))) {
            Answer answer = administrator.send(operation.method(), operation.with(id), operation.body() ? "{}" : null);

            assertProblem(operation, answer);
        }
    }

    /** The server takes such an address apart before anybody sees it: it leads elsewhere or nowhere. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithIds")
    void ids_that_are_no_part_of_an_address_lead_nowhere(Operation operation) {
        for (String id : List.of("..%2f..", "%00", "%2e%2e")) {
            Answer answer = administrator.send(operation.method(), operation.with(id), operation.body() ? "{}" : null);

            assertThat(answer.status()).as("%s", answer).isIn(400, 403, 404, 405);
            assertThat(answer.text()).doesNotContain("Exception", "dev.openinspect", "org.", "\tat ");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationsWithBodies")
    void bodies_that_mean_nothing_are_refused(Operation operation) {
        for (String body : BODIES) {
            Answer answer = administrator.send(operation.method(), operation.toNothing(), body);

            assertProblem(operation, answer);
        }
        assertThat(administrator
                        .send(operation.method(), operation.toNothing(), TOO_LARGE)
                        .status())
                .as("%s", operation)
                .isIn(404, 413);
    }

    private static void assertRefusedOrRead(Operation operation, Answer answer) {
        if (operation.method().equals("GET")) {
            assertThat(answer.status()).as("%s", answer).isIn(200, 403, 404);
        } else {
            assertProblem(operation, answer);
        }
    }

    /** Refused, in a way that the description names, with a code, and nothing of our insides in it. */
    private static void assertProblem(Operation operation, Answer answer) {
        assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
        assertThat(operation.statuses()).as("%s", answer).contains(answer.status());
        assertThat(answer.header("Content-Type").orElse("")).as("%s", answer).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).as("%s", answer).isNotEmpty();
        assertThat(answer.json().path("requestId").asText()).as("%s", answer).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception", "dev.openinspect", "org.", "\tat ");
    }

    private static Answer send(Operation operation, String path, @Nullable String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(Installation.running().address() + "/api/v1" + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (operation.body()) {
            request.header("Content-Type", "application/json");
        }
        return ApiClient.send(request.method(
                        operation.method(),
                        operation.body()
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody())
                .build());
    }
}
