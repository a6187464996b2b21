package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deliveries of the code host through the real door, in an installation that has a secret for them. What they are: docs/hooks.md. */
@OwnServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HooksIT {
    private static final int PORT_OFFSET = 186;
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SECRET = UUID.randomUUID().toString();
    private static final String PING = "{\"zen\":\"Keep it logically awesome.\",\"hook_id\":1}";

    private final Installation told = Installation.running()
            .beside(
                    Path.of(Installation.running().data() + "-hooks"),
                    PORT_OFFSET,
                    Map.of("OPENINSPECT_GITHUB_WEBHOOK_SECRET", SECRET));

    @RegisterExtension
    final LogsOnFailure logs = new LogsOnFailure(told);

    private ApiClient administrator;

    @BeforeAll
    void an_installation_with_a_secret() {
        told.up();
        administrator = new ApiClient(told.address(), told.token());
    }

    @AfterAll
    void is_taken_away() {
        told.downAndAway();
    }

    @Test
    @Order(1)
    void the_list_says_that_nothing_has_come_yet() {
        JsonNode page = administrator.get("/hook-deliveries").expect(200).json();

        assertThat(page.path("configured").asBoolean()).isTrue();
        assertThat(page.has("lastReceivedAt")).isFalse();
        assertThat(page.path("deliveries")).isEmpty();
    }

    @Test
    @Order(2)
    void a_delivery_is_stored_once_and_seen() {
        String id = UUID.randomUUID().toString();

        Answer first = deliver(id, "ping", PING);
        Answer second = deliver(id, "ping", PING);

        first.expect(202);
        assertThat(first.json().path("new").asBoolean()).isTrue();
        second.expect(200);
        assertThat(second.json().path("new").asBoolean()).isFalse();
        JsonNode seen = await(id, "ignored");
        assertThat(seen.path("body").asText()).isEqualTo(PING);
        assertThat(seen.path("headers").asText())
                .contains("X-GitHub-Event: ping")
                .doesNotContain("sha256");
        assertThat(administrator.get("/hook-deliveries").json().has("lastReceivedAt"))
                .isTrue();
    }

    @Test
    @Order(3)
    void the_same_delivery_at_the_same_moment_is_new_once() throws InterruptedException, ExecutionException {
        String id = UUID.randomUUID().toString();
        try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
            List<Future<Answer>> answers = senders.invokeAll(IntStream.range(0, 8)
                    .<java.util.concurrent.Callable<Answer>>mapToObj(sender -> () -> deliver(id, "ping", PING))
                    .toList());
            int stored = 0;
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(200, 202);
                stored += answer.get().status() == 202 ? 1 : 0;
            }
            assertThat(stored).isEqualTo(1);
        }
    }

    @Test
    @Order(4)
    void what_the_code_host_did_not_make_is_refused() {
        byte[] body = PING.getBytes(StandardCharsets.UTF_8);
        String id = UUID.randomUUID().toString();

        send(request(id, "ping", body, "application/json", "sha256=" + "0".repeat(64)))
                .expectProblem(401, "wrong_signature");
        send(request(id, "ping", body, "application/json", signature(body, "another secret")))
                .expectProblem(401, "wrong_signature");
        send(request(id, "ping", body, "application/json", "")).expectProblem(401, "wrong_signature");
        send(request("not-an-id", "ping", body, "application/json", signature(body, SECRET)))
                .expectProblem(400, "invalid_field");
        send(request(id, "ping", body, "text/plain", signature(body, SECRET)))
                .expectProblem(415, "unsupported_media_type");
        administrator.get("/hook-deliveries/" + id).expectProblem(404, "not_found");
    }

    @Test
    @Order(5)
    void one_that_is_too_large_is_refused() {
        byte[] body = new byte[6 << 20];
        Arrays.fill(body, (byte) ' ');

        send(request(UUID.randomUUID().toString(), "ping", body, "application/json", signature(body, SECRET)))
                .expectProblem(413, "body_too_large");
    }

    @Test
    @Order(6)
    void a_large_one_and_a_form_are_taken() {
        String large = UUID.randomUUID().toString();
        String form = UUID.randomUUID().toString();
        byte[] fields =
                ("payload=" + URLEncoder.encode(PING, StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII);

        deliver(large, "ping", "{\"a\":\"" + "x".repeat(4 << 20) + "\"}").expect(202);
        send(request(form, "ping", fields, "application/x-www-form-urlencoded", signature(fields, SECRET)))
                .expect(202);

        assertThat(await(large, "ignored").path("cut").asBoolean()).isTrue();
        assertThat(await(form, "ignored").path("body").asText()).isEqualTo(PING);
    }

    @Test
    @Order(7)
    void a_genuine_one_that_cannot_be_read_is_kept_for_people_to_see() {
        String malformed = UUID.randomUUID().toString();
        String odd = UUID.randomUUID().toString();
        byte[] bytes = {'{', '"', (byte) 0xff, 0, '"', '}'};

        deliver(malformed, "push", "{\"ref\":").expect(202);
        send(request(odd, "push", bytes, "application/json", signature(bytes, SECRET)))
                .expect(202);

        assertThat(await(malformed, "failed").path("error").asText()).contains("not one valid JSON object");
        assertThat(await(odd, "failed").path("body").asText()).contains("\ufffd\ufffd");
        JsonNode failed = administrator
                .get("/hook-deliveries?status=failed&limit=1")
                .expect(200)
                .json();
        assertThat(failed.path("deliveries")).hasSize(1);
        assertThat(failed.path("nextCursor").asText()).isNotEmpty();
        administrator.get("/hook-deliveries?status=lost").expectProblem(400, "invalid_field");
        administrator
                .get("/hook-deliveries?cursor=%2B1000000000-12-31T23:59:59Z~x")
                .expectProblem(400, "invalid_input");
    }

    @Test
    @Order(8)
    void administrators_have_one_processed_again_and_nobody_else_sees_any() {
        String id = UUID.randomUUID().toString();
        deliver(id, "no_such_event", PING).expect(202);
        await(id, "ignored");
        ApiClient member = administrator.addPerson("Mila Member", "member").client("write");

        administrator.post("/hook-deliveries/" + id + "/replay", null).expect(202);

        await(id, "ignored");
        member.get("/hook-deliveries").expectProblem(403, "forbidden");
        member.get("/hook-deliveries/" + id).expectProblem(403, "forbidden");
        member.post("/hook-deliveries/" + id + "/replay", null).expectProblem(403, "forbidden");
        administrator.post("/hook-deliveries/nothing/replay", null).expectProblem(404, "not_found");
    }

    @Test
    @Order(9)
    void nobody_else_finds_the_door_where_no_secret_is_set() {
        byte[] body = PING.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Installation.running().address() + "/webhooks/github"))
                .header("X-Hub-Signature-256", signature(body, SECRET))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();

        send(request).expectProblem(404, "not_found");
        send(HttpRequest.newBuilder(URI.create(told.address() + "/webhooks/github"))
                        .build())
                .expectProblem(405, "method_not_allowed");
    }

    @Test
    @Order(10)
    void without_the_database_it_says_so_and_the_same_delivery_is_taken_later() {
        String before = UUID.randomUUID().toString();
        String during = UUID.randomUUID().toString();
        deliver(before, "ping", PING).expect(202);

        told.kill("postgres");
        deliver(during, "ping", PING).expectProblem(503, "unavailable");
        told.up();

        Await.that(
                SOON,
                "it is taken when the database is back",
                () -> deliver(during, "ping", PING).status() == 202);
        await(during, "ignored");
        await(before, "ignored");
    }

    @Test
    @Order(11)
    void what_was_answered_outlives_the_server() {
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(number -> UUID.randomUUID().toString())
                .toList();
        ids.forEach(id -> deliver(id, "ping", PING).expect(202));

        told.kill("payara");
        told.up();

        ids.forEach(id -> await(id, "ignored"));
    }

    private JsonNode await(String id, String status) {
        return Await.until(SOON, "delivery " + id + " is " + status, () -> java.util.Optional.of(
                        administrator.get("/hook-deliveries/" + id).expect(200).json())
                .filter(seen -> seen.path("status").asText().equals(status)));
    }

    private Answer deliver(String id, String event, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(request(id, event, bytes, "application/json", signature(bytes, SECRET)));
    }

    private HttpRequest request(String id, String event, byte[] body, String mediaType, String signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(told.address() + "/webhooks/github"))
                .timeout(SOON)
                .header("Content-Type", mediaType)
                .header("User-Agent", "GitHub-Hookshot/test")
                .header("X-GitHub-Delivery", id)
                .header("X-GitHub-Event", event);
        if (!signature.isEmpty()) {
            request.header("X-Hub-Signature-256", signature);
        }
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private static Answer send(HttpRequest request) {
        return ApiClient.send(request);
    }

    private static String signature(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
