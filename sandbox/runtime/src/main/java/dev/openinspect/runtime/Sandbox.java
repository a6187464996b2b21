package dev.openinspect.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.agent.Agent;
import dev.openinspect.runtime.boot.Boot;
import dev.openinspect.runtime.boot.BootFailed;
import dev.openinspect.runtime.boot.BootFile;
import dev.openinspect.runtime.boot.Places;
import dev.openinspect.runtime.bridge.Answer;
import dev.openinspect.runtime.bridge.Bridge;
import dev.openinspect.runtime.bridge.BridgeTiming;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Outbox;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running sandbox, from the boot file to the exit: the bridge dials while nothing else runs, the first {@code configure} starts the
 * boot, and whoever decides that it is over completes one future with the reason. {@link #run} is called once.
 */
final class Sandbox implements Bridge.Orders {
    private static final String VERSION = "1.0.0";
    private static final Duration QUIESCE = Duration.ofSeconds(4);
    private static final Duration FLUSH = Duration.ofSeconds(2);
    private static final Duration FLUSH_FAILURE = Duration.ofSeconds(15);

    private final Places places;
    private final BootFile bootFile;
    private final Map<String, String> environment;
    private final Clock clock;
    private final SecureRandom random;
    private final Consumer<String> lines;
    private final Redactor redactor = new Redactor();
    private final Outbox outbox = new Outbox();
    private final Vitals vitals;
    private final EventLog log;
    private final Bridge bridge;
    private final CompletableFuture<JsonNode> configured = new CompletableFuture<>();
    private final CompletableFuture<Exit> over = new CompletableFuture<>();
    private final CompletableFuture<String> imageAnswer = new CompletableFuture<>();
    private volatile @Nullable Agent agent;

    Sandbox(
            Places places,
            BootFile bootFile,
            Map<String, String> environment,
            BridgeTiming timing,
            Clock clock,
            SecureRandom random,
            Consumer<String> lines) {
        this.places = places;
        this.bootFile = bootFile;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.random = random;
        this.lines = line -> lines.accept(redactor.redact(line));
        this.vitals = new Vitals(clock);
        this.log = new EventLog(outbox, redactor, clock);
        redactor.add(List.of(bootFile.token()));
        var address = new Bridge.Address(bootFile.bridgeUri(), bootFile.token(), bootFile.generation(), VERSION);
        this.bridge = new Bridge(address, outbox, vitals, this, timing, clock, random::nextDouble, this.lines);
    }

    /** Lives until it is over, ends everything it started, and says why. */
    Exit run() throws InterruptedException {
        lines.accept("runtime=" + VERSION + " session=" + bootFile.session() + " generation=" + bootFile.generation());
        var dialing = Thread.ofPlatform().name("bridge").start(this::dial);
        var booting = Thread.ofVirtual().name("boot").start(this::boot);
        Exit exit;
        try {
            exit = over.get();
        } catch (ExecutionException e) {
            lines.accept("defect: " + e.getCause());
            exit = Exit.DEFECT;
        }
        booting.interrupt();
        endAgent(exit);
        if (exit != Exit.FENCED
                && exit != Exit.TOKEN_REFUSED
                && !outbox.awaitEmpty(exit == Exit.CLEAN ? FLUSH : FLUSH_FAILURE))
            lines.accept("some events were not acknowledged in time");
        bridge.close();
        dialing.join(Duration.ofSeconds(1));
        lines.accept("exit=" + exit.code() + " reason=" + exit.reason());
        return exit;
    }

    private void endAgent(Exit exit) throws InterruptedException {
        var running = agent;
        if (running == null) return;
        if (exit == Exit.CLEAN || exit == Exit.BOOT_FAILED)
            running.quiesce(exit == Exit.CLEAN ? "shutdown" : "agent_died", QUIESCE.toMillis());
        running.close();
    }

    private void dial() {
        try {
            switch (bridge.run()) {
                case CLOSED -> over.complete(Exit.CLEAN);
                case TOKEN_REFUSED -> over.complete(Exit.TOKEN_REFUSED);
                case REJECTED -> over.complete(Exit.REJECTED);
                case FENCED, FOREIGN_NUMBERS -> over.complete(Exit.FENCED);
            }
        } catch (InterruptedException e) {
            over.complete(Exit.CLEAN);
        } catch (RuntimeException e) {
            over.completeExceptionally(e);
        }
    }

    private void boot() {
        try {
            var configuration = Configuration.parse(configured.get());
            new Boot(places, bootFile, log, vitals, redactor, clock, lines, environment, VERSION, imageAnswer)
                    .run(configuration, this::newAgent);
        } catch (BootFailed e) {
            lines.accept(e.getMessage());
            over.complete(Exit.BOOT_FAILED);
        } catch (IllegalArgumentException e) {
            refuseConfiguration(e);
        } catch (InterruptedException e) {
            // It is over already.
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            over.completeExceptionally(e);
        }
    }

    private void refuseConfiguration(IllegalArgumentException reason) {
        try {
            var failed = Json.object().put("phase", "clone").put("status", "failed");
            log.record(
                    "boot_phase",
                    null,
                    failed.put("reason", "The configuration cannot be used: " + reason.getMessage()));
            lines.accept("configuration cannot be used: " + reason.getMessage());
            over.complete(Exit.BOOT_FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Agent newAgent(Agent.Settings settings) {
        var chance = new Agent.Chance(this::password, random::nextInt);
        var created = new Agent(settings, log, vitals, redactor, clock, chance, lines);
        agent = created;
        created.lost().thenAccept(this::agentLost);
        return created;
    }

    private String password() {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void agentLost(String reason) {
        try {
            var failed =
                    Json.object().put("phase", "agent").put("status", "failed").put("reason", reason);
            log.record("boot_phase", null, failed);
            lines.accept("agent lost: " + reason);
            over.complete(Exit.BOOT_FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Later frames come with every reconnect; what a sandbox was started with stays for its life. */
    @Override
    public void configure(JsonNode frame) {
        configured.complete(frame);
    }

    @Override
    public Answer take(Command command) {
        var running = agent;
        return switch (command) {
            case Command.Prompt prompt -> running == null ? Answer.refused("not_ready") : running.prompt(prompt);
            case Command.Stop stop ->
                running == null ? Answer.refused("not_running") : running.stop(stop.promptId(), "stopped");
            case Command.Proceed proceed -> {
                imageAnswer.complete(proceed.outcome());
                yield Answer.ACCEPTED;
            }
            case Command.Refresh refresh -> running == null ? Answer.refused("not_ready") : running.refresh();
            case Command.Shutdown shutdown -> {
                lines.accept("shutdown reason=" + shutdown.reason().replaceAll("[^A-Za-z0-9_-]", "_"));
                over.complete(Exit.CLEAN);
                yield Answer.ACCEPTED;
            }
        };
    }

    /** Asks for a clean end, as SIGTERM does. */
    void shutDown() {
        over.complete(Exit.CLEAN);
    }
}
