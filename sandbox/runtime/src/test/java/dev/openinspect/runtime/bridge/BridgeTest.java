package dev.openinspect.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.ControlPlane;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BridgeTest {
    static final BridgeTiming FAST = new BridgeTiming(
            Duration.ofMillis(300),
            Duration.ofMillis(900),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(5),
            Duration.ofMillis(40));

    ControlPlane controlPlane;
    Outbox outbox = new Outbox();
    EventLog log = new EventLog(outbox, new Redactor(), Clock.systemUTC());
    Vitals vitals = new Vitals(Clock.systemUTC());
    List<Command> taken = new CopyOnWriteArrayList<>();
    CompletableFuture<JsonNode> configured = new CompletableFuture<>();
    Bridge bridge;

    @BeforeEach
    void start() {
        controlPlane = new ControlPlane();
    }

    @AfterEach
    void stop() {
        if (bridge != null) bridge.close();
        controlPlane.close();
    }

    private CompletableFuture<Bridge.End> dial(String token) {
        var uri = URI.create(controlPlane.url().toString().replace("http", "ws") + "/bridge");
        var orders = new Bridge.Orders() {
            @Override
            public void configure(JsonNode frame) {
                configured.complete(frame);
            }

            @Override
            public Answer take(Command command) {
                taken.add(command);
                return command instanceof Command.Stop ? Answer.refused("not_running") : Answer.ACCEPTED;
            }
        };
        var random = new Random(7);
        bridge = new Bridge(
                new Bridge.Address(uri, token, 3, "1.0.0"),
                outbox,
                vitals,
                orders,
                FAST,
                Clock.systemUTC(),
                random::nextDouble,
                note -> {});
        var end = new CompletableFuture<Bridge.End>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                end.complete(bridge.run());
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private void record(int number) throws InterruptedException {
        log.record("sandbox_event", "p", Json.object().put("kind", "text").put("i", number));
    }

    private void awaitEvents(int count) {
        controlPlane.await(
                count + " events", () -> Optional.of(controlPlane.events()).filter(e -> e.size() >= count));
    }

    private void assertEventsAre(int count) {
        assertThat(controlPlane.events())
                .extracting(e -> e.path("data").path("i").asInt())
                .hasSize(count)
                .isSorted();
        assertThat(controlPlane.events().getLast().path("data").path("i").asInt())
                .isEqualTo(count - 1);
        assertThat(controlPlane.faults()).isEmpty();
    }

    @Test
    void hello_names_protocol_generation_and_what_is_pending() throws Exception {
        record(0);
        dial(ControlPlane.TOKEN);
        awaitEvents(1);

        var hello = controlPlane.frames("hello").getFirst();
        assertThat(hello.path("protocol").asInt()).isEqualTo(1);
        assertThat(hello.path("generation").asInt()).isEqualTo(3);
        assertThat(hello.path("pending").asInt()).isEqualTo(1);
        assertThat(hello.path("configured").asBoolean()).isFalse();
        var event = controlPlane.events().getFirst();
        assertThat(event.path("n").asInt()).isEqualTo(1);
        assertThat(event.path("promptId").asText()).isEqualTo("p");
        assertThat(event.path("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    }

    @Test
    void cuts_at_random_moments_lose_nothing_and_double_nothing() throws Exception {
        var count = 6_000;
        var random = new Random(4711);
        dial(ControlPlane.TOKEN);
        var cutter = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    TimeUnit.MILLISECONDS.sleep(5 + random.nextInt(40));
                    controlPlane.cut();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        for (var i = 0; i < count; i++) {
            record(i);
            if (i % 20 == 0) TimeUnit.MILLISECONDS.sleep(5);
        }
        awaitEvents(count);
        cutter.interrupt();

        assertEventsAre(count);
        assertThat(controlPlane.connections()).isGreaterThan(10);
    }

    @Test
    void without_credit_the_producer_waits_and_nothing_is_dropped() throws Exception {
        controlPlane.holdAcknowledgements(true);
        dial(ControlPlane.TOKEN);
        var produced = new AtomicInteger();
        var producer = Thread.ofVirtual().start(() -> {
            try {
                for (var i = 0; i < 3_000; i++) {
                    record(i);
                    produced.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitEvents(Outbox.CREDIT_EVENTS);
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(produced.get()).isEqualTo(Outbox.CREDIT_EVENTS);
        assertThat(controlPlane.events()).hasSize(Outbox.CREDIT_EVENTS);

        controlPlane.holdAcknowledgements(false);
        awaitEvents(3_000);
        producer.join();

        assertEventsAre(3_000);
    }

    @Test
    void the_credit_counts_bytes_too() throws Exception {
        controlPlane.holdAcknowledgements(true);
        dial(ControlPlane.TOKEN);
        var producer = Thread.ofVirtual().start(() -> {
            try {
                for (var i = 0; i < 20; i++)
                    log.record("sandbox_event", "p", Json.object().put("i", i).put("text", "ä".repeat(100_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitEvents(4);
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(controlPlane.events()).hasSize(4);

        controlPlane.holdAcknowledgements(false);
        awaitEvents(20);
        producer.join();

        assertEventsAre(20);
    }

    @Test
    void a_command_that_comes_again_is_answered_again_and_not_run_again() {
        dial(ControlPlane.TOKEN);
        controlPlane.await(
                "connection", () -> Optional.of(controlPlane.connections()).filter(n -> n > 0));
        var id = controlPlane.command(Configurations.prompt("p1", "hello"));
        assertThat(controlPlane.awaitAnswer(id).path("status").asText()).isEqualTo("accepted");

        var again = Configurations.prompt("p1", "hello").put("type", "command").put("id", id);
        controlPlane.send(Json.write(again));
        controlPlane.await("second answer", () -> Optional.of(controlPlane.frames("command_result"))
                .filter(answers -> answers.size() == 2));

        assertThat(taken).hasSize(1);
    }

    @Test
    void a_refusal_carries_its_reason_and_an_unknown_command_is_refused() {
        dial(ControlPlane.TOKEN);
        controlPlane.await(
                "connection", () -> Optional.of(controlPlane.connections()).filter(n -> n > 0));

        var stop = controlPlane.awaitAnswer(controlPlane.command(Configurations.stop("p1")));
        var unknown =
                controlPlane.awaitAnswer(controlPlane.command(Json.object().put("name", "dance")));

        assertThat(stop.path("status").asText()).isEqualTo("refused");
        assertThat(stop.path("reason").asText()).isEqualTo("not_running");
        assertThat(unknown.path("reason").asText()).isEqualTo("unknown_command");
    }

    @Test
    void configure_is_handed_on_and_said_in_the_next_hello() throws Exception {
        controlPlane.configure(Configurations.demo("http://127.0.0.1:1/git/demo.git", "http://127.0.0.1:1/v1"));
        dial(ControlPlane.TOKEN);
        assertThat(configured.get(10, TimeUnit.SECONDS).path("model").asText()).isEqualTo("demo/demo-1");

        controlPlane.cut();
        controlPlane.await(
                "second hello", () -> Optional.of(controlPlane.frames("hello")).filter(h -> h.size() > 1));

        assertThat(controlPlane.frames("hello").getLast().path("configured").asBoolean())
                .isTrue();
    }

    @Test
    void a_ping_is_answered_with_a_heartbeat_that_says_what_runs() {
        vitals.become(Vitals.State.RUNNING, "p9");
        dial(ControlPlane.TOKEN);
        controlPlane.await(
                "connection", () -> Optional.of(controlPlane.connections()).filter(n -> n > 0));
        controlPlane.send("{\"type\":\"ping\"}");

        var beat = controlPlane.await(
                "heartbeat", () -> controlPlane.frames("heartbeat").stream().findFirst());

        assertThat(beat.path("state").asText()).isEqualTo("running");
        assertThat(beat.path("promptId").asText()).isEqualTo("p9");
        assertThat(beat.has("lastProgressAt")).isTrue();
    }

    @Test
    void heartbeats_come_by_themselves() {
        dial(ControlPlane.TOKEN);
        controlPlane.await("two heartbeats", () -> Optional.of(controlPlane.frames("heartbeat"))
                .filter(beats -> beats.size() >= 2));
    }

    @Test
    void a_half_open_connection_is_given_up_and_dialled_again() throws Exception {
        dial(ControlPlane.TOKEN);
        record(0);
        awaitEvents(1);
        controlPlane.wire().freeze(true);
        record(1);
        TimeUnit.MILLISECONDS.sleep(FAST.silence().toMillis() + 300);

        controlPlane.wire().freeze(false);
        controlPlane.cut();
        awaitEvents(2);

        assertEventsAre(2);
    }

    @Test
    void fenced_and_refused_end_the_bridge() throws Exception {
        var fenced = dial(ControlPlane.TOKEN);
        controlPlane.await(
                "connection", () -> Optional.of(controlPlane.connections()).filter(n -> n > 0));
        controlPlane.close(4403);
        assertThat(fenced.get(10, TimeUnit.SECONDS)).isEqualTo(Bridge.End.FENCED);

        var refused = dial(ControlPlane.TOKEN);
        controlPlane.await(
                "connection", () -> Optional.of(controlPlane.connections()).filter(n -> n > 1));
        controlPlane.close(4401);
        assertThat(refused.get(10, TimeUnit.SECONDS)).isEqualTo(Bridge.End.TOKEN_REFUSED);
    }

    @Test
    void a_control_plane_that_refuses_the_same_frames_for_ever_ends_it() throws Exception {
        controlPlane.holdAcknowledgements(true);
        record(0);
        controlPlane.rejectEvents();
        var end = dial(ControlPlane.TOKEN);
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(Bridge.End.REJECTED);
        assertThat(controlPlane.connections()).isEqualTo(5);
    }

    @Test
    void a_restarting_server_does_not_end_it() throws Exception {
        dial(ControlPlane.TOKEN);
        record(0);
        awaitEvents(1);
        controlPlane.close(1012);
        record(1);
        awaitEvents(2);
        assertEventsAre(2);
    }

    @Test
    void acknowledged_numbers_that_were_never_sent_end_it() throws Exception {
        record(0);
        var end = dial(ControlPlane.TOKEN);
        awaitEvents(1);
        controlPlane.send("{\"type\":\"welcome\",\"attachment\":9,\"acked\":1000}");
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(Bridge.End.FOREIGN_NUMBERS);
    }

    @Test
    void closing_says_goodbye() throws Exception {
        var end = dial(ControlPlane.TOKEN);
        controlPlane.await(
                "connection", () -> Optional.of(controlPlane.connections()).filter(n -> n > 0));
        bridge.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(Bridge.End.CLOSED);
    }

    @Test
    void waits_between_dials_grow_to_ten_seconds_with_jitter() {
        var timing = BridgeTiming.NORMAL;

        assertThat(timing.retry(0, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(timing.retry(0, 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(timing.retry(3, 1)).isEqualTo(Duration.ofMillis(1_600));
        assertThat(timing.retry(1_000, 1)).isEqualTo(Duration.ofSeconds(10));
    }
}
