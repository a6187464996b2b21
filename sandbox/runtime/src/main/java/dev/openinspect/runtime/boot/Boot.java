package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.agent.Agent;
import dev.openinspect.runtime.agent.AgentFailed;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.secrets.Secrets;
import dev.openinspect.runtime.workspace.Checkout;
import dev.openinspect.runtime.workspace.GitDoor;
import dev.openinspect.runtime.workspace.GitFailed;
import dev.openinspect.runtime.workspace.GitWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings a sandbox up, once configured: clone or sync, setup hook, start hook, agent, ready. The agent starts beside the others, because it
 * takes longest. A failed setup is a warning, since people can repair it by a prompt; any other failure ends the boot.
 */
public final class Boot {
    private static final int KEPT_OUTPUT = 1 << 20;

    private final Places places;
    private final BootFile bootFile;
    private final EventLog log;
    private final Vitals vitals;
    private final Redactor redactor;
    private final PhaseReports phases;
    private final Clock clock;
    private final Map<String, String> inherited;

    public Boot(
            Places places,
            BootFile bootFile,
            EventLog log,
            Vitals vitals,
            Redactor redactor,
            Clock clock,
            Consumer<String> lines,
            Map<String, String> environment) {
        this.places = places;
        this.bootFile = bootFile;
        this.log = log;
        this.vitals = vitals;
        this.redactor = redactor;
        this.clock = clock;
        this.phases = new PhaseReports(log, lines, clock);
        this.inherited = Places.inherited(environment);
    }

    /**
     * Returns when prompts are accepted.
     *
     * @param agents makes the agent for these settings; the caller keeps it, to end it if the boot does not
     */
    public void run(Configuration configuration, Function<Agent.Settings, Agent> agents)
            throws BootFailed, InterruptedException {
        var environment = prepare(configuration);
        var agent = agents.apply(agentSettings(environment));
        var agentSince = clock.instant();
        var launching = launch(agent, configuration);
        var checkout = checkOut(configuration, environment);
        setup(checkout, configuration, environment);
        start(checkout, configuration, environment);
        var work = new GitWork(
                checkout.folder(),
                configuration.repository(),
                checkout.baseCommit(),
                environment,
                places.indexCopy(),
                log,
                redactor);
        var running = phases.started(Phase.AGENT, agentSince);
        try {
            work.committer(configuration.committer());
            await(launching);
            agent.open(checkout.folder(), work);
        } catch (AgentFailed e) {
            throw running.log(agent.logTail()).failed(e.getMessage());
        } catch (GitFailed e) {
            throw running.failed(e.getMessage());
        }
        running.completed();
        vitals.become(Vitals.State.IDLE, null);
        phases.started(Phase.READY).completed();
    }

    private Map<String, String> prepare(Configuration configuration) throws BootFailed, InterruptedException {
        try {
            places.create();
            redactor.add(configuration.secrets().values());
            var secrets = Secrets.of(configuration.secrets());
            secrets.writeTo(places.secretsFile());
            Secrets.writePrivate(places.tokenFile(), bootFile.token());
            for (var name : secrets.refused())
                log.warn(
                        null,
                        "secret_ignored",
                        "The secret " + name + " is not set: its name is reserved or no variable name.");
            var environment = new HashMap<>(inherited);
            environment.putAll(secrets.variables());
            environment.putAll(GitDoor.open(
                    configuration.repository().cloneUrl(),
                    configuration.submodules(),
                    places.tokenFile(),
                    places.credentialHelper()));
            return environment;
        } catch (IOException e) {
            throw phases.started(Phase.CLONE).failed("The sandbox's folders cannot be written: " + e.getMessage());
        }
    }

    private Agent.Settings agentSettings(Map<String, String> environment) {
        return new Agent.Settings(
                places.opencode(),
                places.workspace(),
                places.home(),
                places.logs().resolve("opencode.log"),
                places.agentSession(),
                places.tokenFile(),
                bootFile.controlUrl(),
                environment);
    }

    private static CompletableFuture<Void> launch(Agent agent, Configuration configuration) {
        var launching = new CompletableFuture<Void>();
        Thread.ofVirtual().name("agent-launch").start(() -> {
            try {
                agent.launch(configuration);
                launching.complete(null);
            } catch (AgentFailed | RuntimeException e) {
                launching.completeExceptionally(e);
            } catch (InterruptedException e) {
                launching.completeExceptionally(e);
                Thread.currentThread().interrupt();
            }
        });
        return launching;
    }

    private static void await(CompletableFuture<Void> launching) throws AgentFailed, InterruptedException {
        try {
            launching.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AgentFailed failed) throw failed;
            throw new CompletionException(e.getCause());
        }
    }

    private Checkout.Ready checkOut(Configuration configuration, Map<String, String> environment)
            throws BootFailed, InterruptedException {
        var checkout = new Checkout(
                configuration.repository(),
                places.workspace(),
                environment,
                configuration.timeouts().cloning(),
                vitals::progress,
                clock.instant());
        var kept = checkout.kept();
        var running = phases.started(kept ? Phase.SYNC : Phase.CLONE);
        try {
            var ready = checkout.bringUp(LogFile.fresh(places.logs().resolve(kept ? "sync.log" : "clone.log")));
            if (ready.fresh() && configuration.history() != null)
                log.warn(
                        null,
                        "layer_lost",
                        "The files of this session's earlier sandbox are gone: uncommitted changes and installed"
                            + " programs are lost. The repository was cloned again at the last pushed commit, and the"
                            + " agent is told what was said before.");
            if (ready.baseCommit() != null) running.with("baseCommit", ready.baseCommit());
            if (ready.headCommit() != null) running.with("headCommit", ready.headCommit());
            if (ready.synced() != null) said(running, ready.synced());
            if (ready.warning() != null) running.warning(ready.warning());
            else running.completed();
            return ready;
        } catch (GitFailed | IOException e) {
            throw running.failed("The repository cannot be " + (kept ? "synced" : "cloned") + ": " + e.getMessage());
        }
    }

    /** What a sync did, in figures for programs and in a sentence for people. */
    private static void said(PhaseReports.Running running, Checkout.Synced synced) {
        running.with("forward", synced.forward())
                .with("behind", synced.behind())
                .with("baseMoved", synced.baseMoved());
        var words = new ArrayList<String>();
        if (!synced.words().isEmpty()) words.add(synced.words());
        if (!synced.staleLocks().isEmpty())
            words.add("Removed locks that a killed git had left: " + String.join(", ", synced.staleLocks()) + ".");
        if (!words.isEmpty()) running.with("reason", String.join(" ", words));
    }

    /** Once per layer and content: what it installed is in the layer. */
    private void setup(Checkout.Ready checkout, Configuration configuration, Map<String, String> environment)
            throws InterruptedException {
        var hook =
                hook("setup.sh", checkout, environment, configuration.timeouts().setup());
        if (!hook.exists()) {
            phases.skipped(Phase.SETUP, "The repository has no .openinspect/setup.sh.");
            return;
        }
        var running = phases.started(Phase.SETUP);
        try {
            var marker =
                    places.notes().resolve("setup-" + configuration.repository().folder() + ".done");
            var fingerprint = hook.fingerprint();
            if (Files.exists(marker) && Files.readString(marker).strip().equals(fingerprint)) {
                running.with("reason", "Done in this layer before.").completed();
                return;
            }
            var ended = run(hook, places.logs().resolve("setup.log"));
            running.log(ended.log());
            if (!ended.succeeded()) {
                running.warning("setup.sh " + ended.reason());
                return;
            }
            Files.writeString(marker, fingerprint + "\n");
            running.completed();
        } catch (IOException e) {
            running.warning("setup.sh could not be run: " + e.getMessage());
        }
    }

    private void start(Checkout.Ready checkout, Configuration configuration, Map<String, String> environment)
            throws BootFailed, InterruptedException {
        var hook =
                hook("start.sh", checkout, environment, configuration.timeouts().start());
        if (!hook.exists()) {
            phases.skipped(Phase.START, "The repository has no .openinspect/start.sh.");
            return;
        }
        var running = phases.started(Phase.START);
        try {
            var ended = run(hook, places.logs().resolve("start.log"));
            running.log(ended.log());
            if (!ended.succeeded()) throw running.failed("start.sh " + ended.reason());
            running.completed();
        } catch (IOException e) {
            throw running.failed("start.sh could not be run: " + e.getMessage());
        }
    }

    /** What it printed stays in the layer, which is kept and backed up, so secrets are taken out of that as well. */
    private Hook.Ended run(Hook hook, Path output) throws IOException, InterruptedException {
        var log = LogFile.fresh(output);
        try {
            return hook.run(log, vitals::progress);
        } finally {
            log.rewrite(KEPT_OUTPUT, redactor::redact);
        }
    }

    private static Hook hook(String name, Checkout.Ready checkout, Map<String, String> environment, Duration limit) {
        return new Hook(checkout.folder().resolve(".openinspect").resolve(name), checkout.folder(), environment, limit);
    }
}
