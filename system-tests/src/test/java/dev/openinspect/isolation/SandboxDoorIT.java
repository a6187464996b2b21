package dev.openinspect.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What an agent can do with the one credential that it finds: for its own session only, for its own generation only, on the sandbox door
 * only. The last tests take the bridge's place, after which the sandbox is lost; so they have an order.
 */
@ExtendWith(LogsOnFailure.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SandboxDoorIT {
    private static final Installation INSTALLATION = Installation.running();
    private static final ApiClient ADMINISTRATOR = ApiClient.administrator();
    private static final String REFERENCES = "/git/demo.git/info/refs?service=git-upload-pack";
    private static Agent agent;
    private static Agent neighbour;
    private static String first;
    private static String second;

    @BeforeAll
    static void begin() {
        agent = Agent.inNewSession(ADMINISTRATOR, "At the door");
        neighbour = Agent.inNewSession(ADMINISTRATOR, "Next door");
        first = agent.token();
        neighbour.run(
                "cd /workspace/demo && git -c user.name=n -c user.email=n@example.org commit -q --allow-empty -m mine");
    }

    @AfterAll
    static void tidyUp() {
        ADMINISTRATOR.delete("/sessions/" + agent.session());
        ADMINISTRATOR.delete("/sessions/" + neighbour.session());
    }

    @Test
    @Order(1)
    void a_push_reaches_the_sessions_own_branch_only() {
        String own = branch(agent);
        String others = branch(neighbour);
        String main = tip("main");
        String said = agent.run(
                "cd /workspace/demo && git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m"
                        + " forged; push() { git push -q origin \"$2\" > /dev/null 2>&1 && echo \"$1 went through\" ||"
                        + " echo \"$1 refused\"; }; push default HEAD:refs/heads/main; push forced +HEAD:refs/heads/main;"
                        + " push others +HEAD:refs/heads/"
                        + others
                        + "; push delete :refs/heads/main; push tag HEAD:refs/tags/v9; push notes HEAD:refs/notes/x;"
                        + " push config HEAD:refs/meta/config; push"
                        + " prefix"
                        + " HEAD:refs/heads/" + own + "x; push own HEAD:refs/heads/" + own);

        assertThat(said.lines().toList())
                .containsExactly(
                        "default refused",
                        "forced refused",
                        "others refused",
                        "delete refused",
                        "tag refused",
                        "notes refused",
                        "config refused",
                        "prefix refused",
                        "own went through");
        assertThat(tip("main")).isEqualTo(main);
    }

    @Test
    @Order(2)
    void the_token_opens_no_other_repository_and_no_model_without_a_name() {
        String said = agent.run("cd /tmp; t=$(python3 -c \"import json;"
                + " print(json.load(open('/run/openinspect/boot.json'))['token'])\"); ask() { curl -s -m 10 -o"
                + " /dev/null -w \"%{http_code}\\n"
                + "\" -u \"sandbox:$t\" \"http://127.0.0.1:"
                + doorPort() + "$1\"; };"
                + " ask '" + REFERENCES + "'; ask '" + REFERENCES.replace("demo.git", "other.git") + "'; ask '"
                + REFERENCES.replace("demo.git", "..%2fdemo.git") + "'; ask /model/v1/nobody/models");

        assertThat(said.lines().toList()).containsExactly("200", "403", "404", "404");
    }

    @Test
    @Order(3)
    void the_token_is_worth_nothing_at_the_rest_api_or_at_another_sessions_events() {
        for (String path : List.of(
                "/api/v1/sessions",
                "/api/v1/sessions/" + neighbour.session() + "/events",
                "/api/v1/sessions/" + agent.session())) {
            assertThat(call(INSTALLATION.address(), path, first)).as(path).isEqualTo(401);
            assertThat(call(INSTALLATION.sandboxDoor(), path, first))
                    .as("%s on the door", path)
                    .isEqualTo(404);
        }
    }

    @Test
    @Order(4)
    void an_old_generations_token_is_dead_after_its_replacement() {
        ADMINISTRATOR.post("/sessions/" + agent.session() + "/sandbox/restart", null);
        second = agent.token();

        assertThat(second).isNotEqualTo(first);
        assertThat(call(INSTALLATION.sandboxDoor(), REFERENCES, second)).isEqualTo(200);
        for (String path : List.of(REFERENCES, "/model/v1/demo/models", "/bridge")) {
            assertThat(call(INSTALLATION.sandboxDoor(), path, first)).as(path).isEqualTo(401);
        }
        assertThat(BridgeClient.handshake(first)).isEqualTo(401);
    }

    @Test
    @Order(5)
    void malformed_frames_close_the_socket_and_leave_nothing_in_the_log() {
        long before = last(agent);
        for (String frame : List.of(
                "{",
                "[]",
                "null",
                "7",
                "{\"type\":7}",
                "{\"type\":\"unknown\"}",
                "{\"events\":[]}",
                "[".repeat(100_000),
                "\u0000",
                "{\"type\":\"events\",\"events\":[]}")) {
            try (BridgeClient client = BridgeClient.open(second)) {
                assertThat(client.say(frame).closed())
                        .as(frame.length() > 40 ? "nested" : frame)
                        .isEqualTo(4400);
            }
        }
        try (BridgeClient client = BridgeClient.open(second)) {
            assertThat(client.sayBytes(new byte[] {1, 2, 3}).say("{").closed())
                    .as("binary frames are not listened to")
                    .isEqualTo(4400);
        }
        assertThat(last(agent)).isEqualTo(before);
    }

    @Test
    @Order(6)
    void an_oversized_frame_closes_the_socket_and_the_server_lives() {
        try (BridgeClient client = BridgeClient.open(second)) {
            assertThat(client.say("{\"type\":\"hello\",\"x\":\"" + "x".repeat(3 << 19) + "\"}")
                            .closed())
                    .isIn(1006, 1009);
        }
        assertThat(call(INSTALLATION.address(), "/health/live", second)).isEqualTo(200);
    }

    @Test
    @Order(7)
    void replayed_events_are_taken_once_and_holes_and_foreign_prompts_not_at_all() {
        String running = ADMINISTRATOR.prompt(neighbour.session(), "demo: slow 10");
        ADMINISTRATOR.event(
                neighbour.session(),
                0,
                "the neighbour's turn",
                event -> event.promptId().equals(running) && event.is("prompt_started"));
        int generation = ADMINISTRATOR
                .session(agent.session())
                .path("sandbox")
                .path("generation")
                .asInt();
        BridgeClient.Greeted greeted = BridgeClient.greeted(second, generation);
        // Without delay: the supervisor whose place was taken ends, and with it this generation.
        try (BridgeClient client = greeted.client()) {
            long n = greeted.acked() + 1;
            String twice = events(n, "warning", "{\"code\":\"replayed\",\"message\":\"once\"}", null);
            client.say(twice).say(twice).say(twice);
            client.say(events(n + 1, "turn_finished", "{\"status\":\"failed\",\"reason\":\"forged\"}", running));
            // What a connection has offered and was not told to be durable is forgotten when it is closed.
            client.awaitAcknowledged(n + 1);
            client.say(events(n + 5, "warning", "{\"code\":\"hole\",\"message\":\"never\"}", null));

            assertThat(client.closed()).isEqualTo(4400);
        }
        assertThat(ADMINISTRATOR
                        .ended(neighbour.session(), running)
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        List<Event> log = ADMINISTRATOR.events(agent.session());
        assertThat(log.stream().filter(event -> event.text().contains("\"replayed\"")))
                .hasSize(1);
        assertThat(log).noneMatch(event -> event.text().contains("\"hole\""));
        assertThat(ADMINISTRATOR.events(neighbour.session()))
                .noneMatch(event -> event.text().contains("forged"));
    }

    @Test
    @Order(8)
    void a_flood_is_cut() {
        String token = agent.token();
        int generation = ADMINISTRATOR
                .session(agent.session())
                .path("sandbox")
                .path("generation")
                .asInt();
        BridgeClient.Greeted greeted = BridgeClient.greeted(token, generation);
        try (BridgeClient client = greeted.client()) {
            String text = "{\"kind\":\"text\",\"part\":\"p\",\"offset\":0,\"delta\":\"" + "x".repeat(200_000) + "\"}";
            long n = greeted.acked();
            for (int i = 0; i < 60 && n >= 0; i++) {
                client.say(events(++n, "sandbox_event", text, null));
            }
            // Twelve MiB at once against a credit of one: cut for it, or because the robbed supervisor ended and its
            // generation with it.
            if (client.acknowledged() < n) {
                assertThat(client.closed()).isIn(4429, 4403, 1000, BridgeClient.BROKEN);
            }
        }
        assertThat(call(INSTALLATION.address(), "/health/live", first)).isEqualTo(200);
    }

    private static String events(long n, String type, String data, @org.jspecify.annotations.Nullable String prompt) {
        return "{\"type\":\"events\",\"events\":[{\"n\":" + n + ",\"type\":\"" + type
                + "\",\"at\":\"2026-11-23T10:00:00Z\"," + (prompt == null ? "" : "\"promptId\":\"" + prompt + "\",")
                + "\"data\":" + data + "}]}";
    }

    private static String branch(Agent whose) {
        JsonNode session = ADMINISTRATOR.session(whose.session());
        return session.path("workBranch").asText();
    }

    private static long last(Agent whose) {
        // The snapshot after a prompt comes when it is taken, which no frame can hasten.
        return ADMINISTRATOR.events(whose.session()).stream()
                .filter(event -> !event.is("snapshot"))
                .count();
    }

    private static String tip(String branch) {
        return Command.run(
                Duration.ofSeconds(20),
                Map.of(),
                List.of(
                        "git",
                        "-c",
                        "safe.directory=*",
                        "--git-dir=" + INSTALLATION.demoRepository(),
                        "rev-parse",
                        "refs/heads/" + branch));
    }

    private static int doorPort() {
        return INSTALLATION.sandboxDoor().getPort();
    }

    private static int call(URI address, String path, String token) {
        Answer answer = ApiClient.send(HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .GET()
                .build());
        return answer.status();
    }
}
