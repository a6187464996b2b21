package dev.openinspect.runtime.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Keeps one socket to the control plane for as long as this sandbox lives: dials, says hello, sends what is unacknowledged, and dials
 * again when the socket is lost. It ends only when it is closed, or when the control plane says that this sandbox is not wanted any
 * more. {@link #run} is called by one thread.
 */
public final class Bridge implements AutoCloseable {
    private static final int REJECTIONS = 5;

    private final Address address;
    private final Outbox outbox;
    private final Vitals vitals;
    private final Orders orders;
    private final BridgeTiming timing;
    private final Clock clock;
    private final DoubleSupplier random;
    private final Consumer<String> notes;
    private final CommandRegister register = new CommandRegister();
    private final HttpClient http;
    private volatile boolean configured;
    private volatile boolean closing;

    /** Where to dial and as whom. */
    public record Address(URI uri, String token, int generation, String runtimeVersion) {
        @Override
        public String toString() {
            return "Address[" + uri + ", generation=" + generation + "]";
        }
    }

    /** Who carries out what comes over the bridge. Both calls must return at once: they hold up the acknowledgements. */
    public interface Orders {
        void configure(JsonNode frame);

        Answer take(Command command);
    }

    public enum End {
        CLOSED,
        TOKEN_REFUSED,
        FENCED,
        /** The control plane refused our frames again and again: it does not understand this runtime. */
        REJECTED,
        /** The control plane acknowledged events that we never sent: another runtime has used this generation. */
        FOREIGN_NUMBERS
    }

    public Bridge(
            Address address,
            Outbox outbox,
            Vitals vitals,
            Orders orders,
            BridgeTiming timing,
            Clock clock,
            DoubleSupplier random,
            Consumer<String> notes) {
        this.address = address;
        this.outbox = outbox;
        this.vitals = vitals;
        this.orders = orders;
        this.timing = timing;
        this.clock = clock;
        this.random = random;
        this.notes = notes;
        this.http = HttpClient.newBuilder().connectTimeout(timing.connect()).build();
    }

    public End run() throws InterruptedException {
        var failures = 0;
        var rejections = 0;
        var acknowledged = 0L;
        while (!closing) {
            var connection = new Connection(this);
            try {
                dial(connection);
                var end = connection.serve();
                if (end.isPresent()) return end.get();
                // A frame that is refused once may be a passing fault; the same one, sent again for ever, helps nobody.
                var moved = outbox.acknowledged() > acknowledged;
                acknowledged = outbox.acknowledged();
                rejections = connection.wasRejected() && !moved ? rejections + 1 : 0;
                if (rejections >= REJECTIONS) return End.REJECTED;
                if (connection.wasWelcome()) failures = 0;
            } catch (ExecutionException | TimeoutException e) {
                var cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof WebSocketHandshakeException refused) {
                    var status = refused.getResponse().statusCode();
                    if (status == 401) return End.TOKEN_REFUSED;
                    if (status == 403) return End.FENCED;
                    notes.accept("bridge refused status=" + status);
                } else if (failures == 0) {
                    notes.accept("bridge cannot connect: " + cause.getClass().getSimpleName());
                }
            } finally {
                connection.abort();
            }
            if (closing) break;
            TimeUnit.MILLISECONDS.sleep(
                    timing.retry(failures++, random.getAsDouble()).toMillis());
        }
        return End.CLOSED;
    }

    private void dial(Connection connection) throws InterruptedException, ExecutionException, TimeoutException {
        var dialing = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + address.token())
                .connectTimeout(timing.connect())
                .buildAsync(address.uri(), connection);
        connection.opened(dialing.get(timing.connect().toMillis() + 1_000, TimeUnit.MILLISECONDS));
    }

    String hello() {
        var hello = Json.object();
        hello.put("type", "hello");
        hello.put("protocol", 1);
        hello.put("generation", address.generation());
        hello.put("runtime", address.runtimeVersion());
        hello.put("pending", outbox.pending());
        hello.put("configured", configured);
        return Json.write(hello);
    }

    String heartbeat() {
        var pulse = vitals.pulse();
        var heartbeat = Json.object();
        heartbeat.put("type", "heartbeat");
        heartbeat.put("state", pulse.state().word());
        if (pulse.promptId() != null) heartbeat.put("promptId", pulse.promptId());
        heartbeat.put("lastProgressAt", pulse.lastProgressAt().toString());
        return Json.write(heartbeat);
    }

    void configure(JsonNode frame) {
        configured = true;
        orders.configure(frame);
    }

    /** @return the frame that answers the command */
    String answer(JsonNode frame) {
        var id = frame.path("id").asLong();
        var answer = register.answer(
                id, () -> Command.parse(frame).map(orders::take).orElseGet(() -> Answer.refused("unknown_command")));
        var result = Json.object();
        result.put("type", "command_result");
        result.put("command", id);
        result.put("status", answer.accepted() ? "accepted" : "refused");
        if (answer.reason() != null) result.put("reason", answer.reason());
        return Json.write(result);
    }

    Outbox outbox() {
        return outbox;
    }

    BridgeTiming timing() {
        return timing;
    }

    Clock clock() {
        return clock;
    }

    boolean isClosing() {
        return closing;
    }

    void note(String line) {
        notes.accept(line);
    }

    /** Lets {@link #run} say goodbye on its socket and return. */
    @Override
    public void close() {
        closing = true;
        outbox.nudge();
    }
}
