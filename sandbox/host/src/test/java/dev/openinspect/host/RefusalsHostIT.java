package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the daemon's door refuses. No sandbox is started here, so the fallback without isolation serves. */
class RefusalsHostIT {
    private static final byte[] NOTHING = {};
    private static HostUnderTest host;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of("OPENINSPECT_SANDBOX", "unsafe"));
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
    }

    @Test
    void health_needs_no_signature_and_everything_else_does() {
        assertThat(host.client.send("GET", "/v1/health", "", "").status()).isEqualTo(200);
        for (var path : new String[] {"/v1/capabilities", "/v1/sandboxes", "/v1/nothing"}) {
            var reply = host.client.send("GET", path, "", "");
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body().path("code").asText()).isEqualTo("unauthorized");
        }
    }

    @Test
    void a_nonce_works_once() {
        var path = "/v1/sandboxes";
        var signed = host.client.authorization("GET", path, NOTHING, Instant.now(), "0123456789abcdef");

        assertThat(host.client.send("GET", path, "", signed).status()).isEqualTo(200);
        assertThat(host.client.send("GET", path, "", signed).status()).isEqualTo(401);
    }

    @Test
    void an_old_or_early_request_is_refused() {
        var path = "/v1/sandboxes";
        for (var seconds : new int[] {-65, 65}) {
            var time = Instant.now().plusSeconds(seconds);
            var signed = host.client.authorization(
                    "GET", path, NOTHING, time, UUID.randomUUID().toString());
            assertThat(host.client.send("GET", path, "", signed).status()).isEqualTo(401);
        }
    }

    @Test
    void a_signature_holds_for_its_method_path_query_and_body_only() {
        var signed = host.client.authorization(
                "GET",
                "/v1/sandboxes",
                NOTHING,
                Instant.now(),
                UUID.randomUUID().toString());

        assertThat(host.client.send("GET", "/v1/sandboxes?x=1", "", signed).status())
                .isEqualTo(401);
        assertThat(host.client.send("GET", "/v1/capabilities", "", signed).status())
                .isEqualTo(401);
        assertThat(host.client.send("POST", "/v1/sandboxes", "{}", signed).status())
                .isEqualTo(401);
    }

    @Test
    void unknown_sandboxes_and_paths_are_404() {
        var id = UUID.randomUUID();

        assertThat(host.client
                        .get("/v1/sandboxes/" + id + "/1")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("unknown_sandbox");
        assertThat(host.client.get("/v1/sandboxes/" + id + "/1/log").status()).isEqualTo(404);
        assertThat(host.client
                        .post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 1}")
                        .status())
                .isEqualTo(404);
        assertThat(host.client.get("/v1/elsewhere").status()).isEqualTo(404);
        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"generation\": 1 | \"generation\": 0",
                "\"generation\": 1 | \"generation\": 1.5",
                "\"generation\": 1 | \"generation\": null",
                "\"generation\": 1 | \"generation\": 1, \"other\": 2",
                "\"kind\": \"layer\" | \"kind\": \"snapshot\"",
                "\"source\" | \"mirror\": {}, \"source\"",
                "\"source\" | \"mirror\": {\"key\": \"../x\", \"repository\": \"a\", \"branch\": \"main\"}, \"source\"",
                "\"source\" | \"mirror\": {\"key\": \"00000000-0000-0000-0000-000000000001\", \"repository\": \"../a\", \"branch\": \"main\"}, \"source\"",
                "\"source\" | \"mirror\": {\"key\": \"00000000-0000-0000-0000-000000000001\", \"repository\": \"a\", \"branch\": \"-main\"}, \"source\"",
                "\"source\" | \"mirror\": {\"key\": \"00000000-0000-0000-0000-000000000001\", \"repository\": \"a\", \"branch\": \"m:refs/heads/x\"}, \"source\"",
                "\"source\" | \"mirror\": {\"key\": \"00000000-0000-0000-0000-000000000001\", \"repository\": \"a\"}, \"source\"",
                "\"source\": {\"kind\": \"layer\"} | \"mirror\": {\"key\": \"00000000-0000-0000-0000-000000000001\", \"repository\": \"a\", \"branch\": \"main\"}, \"source\": {\"kind\": \"snapshot\", \"snapshot\": \"00000000-0000-0000-0000-000000000002\"}",
                "\"memoryMiB\": 1024 | \"memoryMiB\": 1",
                "\"cpus\": 2 | \"cpus\": -1",
                "\"processes\": 512 | \"processes\": 5",
                "\"diskMiB\": 1024 | \"diskMiB\": 1",
                "\"files\": 100000 | \"files\": 1",
                "\"allow\": [] | \"allow\": [\"metadata.internal/24\"]",
                "\"allow\": [] | \"allow\": [\"127.0.0.0/8\"]",
                "\"allow\": [] | \"allow\": [\"10.0.0.0/8; accept\"]",
                "\"token\": \"secret | \"token\": \"se cret",
                "\"id\": \" | \"id\": \"../"
            })
    void an_order_that_is_wrong_is_refused_and_the_answer_does_not_repeat_the_token(String right, String wrong) {
        var order = HostUnderTest.order(UUID.randomUUID(), 1, 20_000, 1024, 512).replace(right.strip(), wrong.strip());

        var reply = host.client.post("/v1/sandboxes", order);

        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(400);
        assertThat(reply.body().path("code").asText()).isEqualTo("bad_request");
        assertThat(reply.body().toString()).doesNotContain("secret-of");
        assertThat(host.client.get("/v1/sandboxes").body().path("sandboxes")).isEmpty();
    }

    @Test
    void a_body_over_the_limit_is_refused() {
        var reply = host.client.post("/v1/sandboxes", "{\"id\": \"" + "x".repeat(1_100_000) + "\"}");

        assertThat(reply.status()).isBetween(400, 499);
    }

    @Test
    void a_second_host_on_the_same_state_gives_up() throws Exception {
        assertThat(host.refusal(List.of(), Map.of("OPENINSPECT_HOST_PORT", "1")))
                .isEqualTo(78);
        assertThat(host.output()).contains("Another sandbox host uses the state folder");
    }

    @Test
    void a_host_whose_port_is_taken_gives_up() throws Exception {
        var other = host.folder.resolve("other-state").toString();

        assertThat(host.refusal(List.of(), Map.of("OPENINSPECT_HOST_STATE", other)))
                .isEqualTo(78);
        assertThat(host.output()).contains("Port " + host.port + " on 127.0.0.1 can not be opened");
    }

    @Test
    void a_user_without_ids_of_its_own_gives_up_instead_of_running_without_isolation() throws Exception {
        assertThat(HostUnderTest.AS_ROOT).as("this test becomes another user").isTrue();
        var other = java.nio.file.Files.createDirectory(host.folder.resolve("nobodys-state"));
        java.nio.file.Files.setPosixFilePermissions(
                other, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        var asNobody = List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--");
        var isolated = Map.of("OPENINSPECT_HOST_STATE", other.toString(), "OPENINSPECT_SANDBOX", "namespaces");

        assertThat(host.refusal(asNobody, isolated)).isEqualTo(78);
        assertThat(host.output()).contains("User nobody has no range of at least 2048 ids");
    }

    @Test
    void root_is_refused_too() throws Exception {
        assertThat(HostUnderTest.AS_ROOT).as("this test stays root").isTrue();
        var other = host.folder.resolve("roots-state").toString();
        var isolated = Map.of("OPENINSPECT_HOST_STATE", other, "OPENINSPECT_SANDBOX", "namespaces");

        assertThat(host.refusal(List.of(), isolated)).isEqualTo(78);
        assertThat(host.output()).contains("does not run as root");
    }
}
