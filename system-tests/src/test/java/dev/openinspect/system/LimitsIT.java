package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits that an operator sets, each one reached, in an installation where they are low. What they mean: docs/limits.md. */
@OwnServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {
    private static final int PORT_OFFSET = 166;
    private static final int REQUESTS_PER_MINUTE = 1_200;
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int DISK_MIB = 384;
    private static final String FILL = "for i in $(seq 4); do fallocate -l 32M ~/more-$i; done; sleep 60";

    private final Path disk = smallestDisk();
    private final long margin = disk.equals(MEMORY) ? 64L << 20 : 2L << 30;
    private final Installation tight = Installation.running()
            .beside(
                    Path.of(Installation.running().data() + "-limits"),
                    PORT_OFFSET,
                    Map.of(
                            "OPENINSPECT_MAX_SANDBOXES",
                            "1",
                            "OPENINSPECT_SANDBOX_DISK_MIB",
                            String.valueOf(DISK_MIB),
                            "OPENINSPECT_REQUESTS_PER_MINUTE",
                            String.valueOf(REQUESTS_PER_MINUTE),
                            "OPENINSPECT_STREAMS_PER_PERSON",
                            "3",
                            "OPENINSPECT_SESSION_LOG_LIMIT_MIB",
                            "1",
                            "OPENINSPECT_DISK_FOLDERS",
                            disk.toString(),
                            "OPENINSPECT_DISK_FLOOR_MIB",
                            String.valueOf((disk.toFile().getUsableSpace() - margin) >> 20)));

    @RegisterExtension
    final LogsOnFailure logs = new LogsOnFailure(tight);

    private ApiClient administrator;
    private ApiClient member;

    @BeforeAll
    void a_small_installation() {
        tight.up();
        administrator = new ApiClient(tight.address(), tight.token());
        member = administrator.addPerson("Marta Member", "member").client("write");
    }

    @AfterAll
    void is_taken_away() {
        tight.downAndAway();
    }

    @Test
    void prompts_wait_in_order_for_a_free_sandbox_and_go_on_when_one_is_idle() {
        String first = session("first");
        String second = session("second");
        String third = session("third");
        String running = member.prompt(first, "demo: slow 8");
        member.event(first, 0, "its text", event -> event.isKind("text"));

        String waiting = member.prompt(second, "demo: say second");
        awaitPlace(second, 1);
        String last = member.prompt(third, "demo: say third");
        awaitPlace(third, 2);
        assertThat(member.promptOf(second, waiting).path("reason").asText()).isEqualTo("waiting_for_sandbox");

        assertThat(member.ended(first, running).path("status").asText()).isEqualTo("completed");
        assertThat(member.ended(second, waiting).path("status").asText()).isEqualTo("completed");
        assertThat(member.ended(third, last).path("status").asText()).isEqualTo("completed");
        assertThat(member.events(first))
                .anyMatch(event -> event.is("sandbox_stopped")
                        && event.data().path("reason").asText().equals("room_for_another"));
        assertThat(member.events(second).stream().filter(event -> event.is("warning")))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.data().path("code").asText()).isEqualTo("waiting_for_sandbox"));
        assertThat(spawned(second)).isBefore(spawned(third));

        member.post("/sessions/" + third + "/sandbox/restart", null).expect(202);

        Await.that(ApiClient.TURN, "the sandbox is up again, without a prompt", () -> {
            JsonNode sandbox = member.session(third).path("sandbox");
            return sandbox.path("generation").asInt() == 2
                    && sandbox.path("status").asText().equals("ready");
        });
    }

    @Test
    void a_full_log_is_announced_and_takes_no_more_prompts() {
        String session = session("chatty");
        String prompt = member.prompt(session, "demo: tokens 200000");

        JsonNode row = member.ended(session, prompt);

        assertThat(row.path("reason").asText()).isIn("session_log_full", "");
        Await.that(SOON, "the warning", () -> member.events(session).stream()
                .anyMatch(event -> event.data().path("code").asText().equals("session_log_nearly_full")));
        member.post("/sessions/" + session + "/prompts", Map.of("text", "demo: say more"))
                .expectProblem(507, "session_log_full");
    }

    @Test
    void a_nearly_full_disk_is_announced_and_a_full_one_ends_the_turn_until_somebody_tidies_up() {
        String session = session("collector");
        String most = DISK_MIB * 82 / 100 + "M";
        member.ended(session, member.prompt(session, "demo: bash fallocate -l " + most + " ~/first"));
        Await.that(ApiClient.TURN, "the warning", () -> fullDiskWarnings(session) == 1);

        String greedy = member.prompt(session, "demo: bash test -e ~/tidy || (" + FILL + ")");
        JsonNode row = member.ended(session, greedy);

        assertThat(row.path("status").asText()).isEqualTo("failed");
        assertThat(row.path("reason").asText())
                .matches("disk_full: The files of this session take \\d+ MiB of disk; its limit is 384 MiB\\.");
        String tidy = member.prompt(session, "demo: bash rm ~/first ~/more-*; touch ~/tidy");
        assertThat(member.ended(session, tidy).path("status").asText()).isEqualTo("completed");
        String again = member.post("/sessions/" + session + "/prompts/" + greedy + "/retry", null)
                .expect(202)
                .json()
                .path("id")
                .asText();
        assertThat(member.ended(session, again).path("status").asText()).isEqualTo("completed");
        assertThat(fullDiskWarnings(session)).isEqualTo(1);
    }

    @Test
    void a_token_that_asks_too_often_is_told_when_to_come_back() {
        ApiClient hasty = administrator.addPerson("Hanna Hasty", "viewer").client("read");

        // Several at a time: a busy machine answers one after the other more slowly than the limit.
        Answer answer = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> untilRefused(hasty), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .max(Comparator.comparing(Answer::status))
                .orElseThrow();

        answer.expectProblem(429, "too_many_requests");
        assertThat(answer.header("Retry-After")).hasValue("1");
        assertThat(answer.json().path("retryAfterSeconds").asInt()).isEqualTo(1);
        member.get("/me").expect(200);
        Await.that(SOON, "the token may ask again", () -> hasty.get("/me").status() == 200);
    }

    @Test
    void a_person_has_only_so_many_streams() {
        String session = session("watched");
        List<StreamClient> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StreamClient stream = StreamClient.open(member, session, 0);
            stream.awaitFrame("state");
            open.add(stream);
        }

        try (StreamClient fourth = StreamClient.open(member, session, 0)) {
            assertThat(fourth.awaitClose(SOON)).isEqualTo(4429);
        }
        open.getFirst().close();
        Await.that(SOON, "there is room for one again", () -> {
            try (StreamClient again = StreamClient.open(member, session, 0)) {
                Await.that(SOON, "a state or an end", () -> !again.isOpen() || hasState(again));
                return hasState(again);
            }
        });
        open.forEach(StreamClient::close);
    }

    @Test
    void nothing_new_is_begun_on_a_nearly_full_disk() throws IOException {
        String session = session("before the disk was full");
        Path ballast = Files.createTempFile(disk, "openinspect-ballast", "");
        try {
            Command.run(SOON, Map.of(), List.of("fallocate", "-l", String.valueOf(2 * margin), ballast.toString()));

            Answer refused = member.post("/sessions/" + session + "/prompts", Map.of("text", "demo: say no"));

            refused.expectProblem(507, "installation_disk_full");
            assertThat(refused.header("Retry-After")).hasValue("60");
            member.post("/sessions", Map.of("repository", "demo")).expectProblem(507, "installation_disk_full");
            member.get("/sessions/" + session).expect(200);
        } finally {
            Files.delete(ballast);
        }
        member.post("/sessions", Map.of("repository", "demo")).expect(201);
    }

    private static Answer untilRefused(ApiClient who) {
        return Stream.generate(() -> who.get("/me"))
                .limit(REQUESTS_PER_MINUTE)
                .filter(answer -> answer.status() != 200)
                .findFirst()
                .orElseGet(() -> who.get("/me"));
    }

    private long fullDiskWarnings(String session) {
        return member.events(session).stream()
                .filter(event -> event.is("warning")
                        && event.data().path("code").asText().equals("disk_nearly_full"))
                .count();
    }

    private static boolean hasState(StreamClient stream) {
        return stream.frame(frame -> frame.path("type").asText().equals("state"))
                .isPresent();
    }

    private String session(String title) {
        return member.createSession(title).path("id").asText();
    }

    private void awaitPlace(String session, int place) {
        Await.that(SOON, "place " + place + " of " + session, () -> {
            JsonNode sandbox = member.session(session).path("sandbox");
            return sandbox.path("waiting").asText().equals("free_sandbox")
                    && sandbox.path("place").asInt() == place;
        });
    }

    private Instant spawned(String session) {
        JsonNode events = member.get("/sessions/" + session + "/events")
                .expect(200)
                .json()
                .path("events");
        return StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("type").asText().equals("sandbox_spawning"))
                .map(event -> Instant.parse(event.path("at").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** The one with less free space decides what the installation sees. Filling memory is the quicker way. */
    private static Path smallestDisk() {
        Path data = Installation.running().data();
        return Files.isWritable(MEMORY)
                        && MEMORY.toFile().getUsableSpace() < data.toFile().getUsableSpace()
                ? MEMORY
                : data;
    }
}
