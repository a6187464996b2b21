package dev.openinspect.runtime.agent;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.tools.Tool;
import dev.openinspect.runtime.tools.ToolServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenCode with what it needs beside it: the ways to the models and our tools, a store without secrets, a model of ours for its first turn. One process at a time;
 * when it has died, the next one finds all of that again.
 */
final class AgentServer implements AutoCloseable {
    private final Agent.Settings settings;
    private final AgentStore store;
    private final EventLog log;
    private final Redactor redactor;
    private final Supplier<String> passwords;
    private final Consumer<String> notes;
    private @Nullable WarmUp warmUp;
    private @Nullable ModelRelay modelRelay;
    private @Nullable ToolServer toolServer;
    private String config = "";
    private Consumer<OpenCode> whenDead = dead -> {};
    private volatile @Nullable OpenCode process;

    /** @param passwords new ones, for servers and canaries */
    AgentServer(
            Agent.Settings settings,
            AgentStore store,
            EventLog log,
            Redactor redactor,
            Supplier<String> passwords,
            Consumer<String> notes) {
        this.settings = settings;
        this.store = store;
        this.log = log;
        this.redactor = redactor;
        this.passwords = passwords;
        this.notes = notes;
    }

    /**
     * Starts the first process and waits until it is healthy. To be called once.
     *
     * @param died told of each process that has ended, on a thread of its own
     */
    void start(Configuration configuration, List<Tool> tools, Consumer<OpenCode> died)
            throws AgentFailed, InterruptedException {
        whenDead = died;
        var secret = passwords.get();
        var canary = passwords.get();
        redactor.add(List.of(secret, canary));
        try {
            warmUp = new WarmUp(canary);
            modelRelay = new ModelRelay(
                    configuration.providers(),
                    new ModelRequests(redactor::hiddenFromAgent),
                    ModelRelay.Patience.DEFAULT);
            toolServer = new ToolServer(tools, secret, notes);
        } catch (IOException e) {
            throw new AgentFailed("No port for the way to the models and tools: " + e.getMessage(), e);
        }
        var words = OpenCodeConfig.of(configuration, settings.tokenFile(), modelRelay::url, warmUp.url());
        OpenCodeConfig.offerTools(words, toolServer.url(), ToolServer.headers(secret));
        OpenCodeConfig.instruct(words, Instructions.writeBeside(settings.tokenFile()));
        OpenCodeConfig.guard(words, store.plugin(), store.instructions());
        config = Json.write(words);
        startNext();
    }

    /** Starts another process when one has died, and waits until it is healthy. */
    void startNext() throws AgentFailed, InterruptedException {
        var environment = new HashMap<>(settings.environment());
        environment.put("OPENCODE_CONFIG_CONTENT", config);
        var password = passwords.get();
        redactor.add(List.of(password));
        store.prepare();
        var broken = store.scrub(environment);
        if (broken.isPresent()) log.warn(null, "agent_store_not_searched", broken.get());
        var launch = new OpenCode.Launch(
                settings.program(), settings.workspace(), settings.home(), settings.log(), environment);
        var started = OpenCode.start(launch, password, redactor, notes);
        process = started;
        started.awaitHealthy();
        started.onExit().thenRun(() -> Thread.ofVirtual().name("agent-revival").start(() -> whenDead.accept(started)));
    }

    OpenCode process() throws AgentFailed {
        var current = process;
        if (current == null) throw new AgentFailed("OpenCode was not started");
        return current;
    }

    /** Whether no later process has taken its place. */
    boolean isCurrent(OpenCode one) {
        return process == one;
    }

    /** Fails if secrets would be stored. */
    void prove(OpenCodeApi calls) throws AgentFailed, InterruptedException {
        if (warmUp != null) warmUp.prove(calls);
    }

    /** Spends what the first turn in a folder costs; false if a secret was stored. */
    boolean spendFirstTurn(Path folder) throws AgentFailed, InterruptedException {
        return warmUp == null || warmUp.run(process().api(folder));
    }

    String logTail() {
        var current = process;
        return current == null ? "" : current.logTail();
    }

    @Override
    public void close() {
        var current = process;
        if (current != null) current.close();
        if (warmUp != null) warmUp.close();
        if (modelRelay != null) modelRelay.close();
        if (toolServer != null) toolServer.close();
    }
}
