package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.agent.Agent;
import dev.openinspect.runtime.agent.AgentFailed;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.secrets.Secrets;
import dev.openinspect.runtime.workspace.ChangesDoor;
import dev.openinspect.runtime.workspace.ChangesReporter;
import dev.openinspect.runtime.workspace.Checkout;
import dev.openinspect.runtime.workspace.FastForward;
import dev.openinspect.runtime.workspace.GitDoor;
import dev.openinspect.runtime.workspace.GitFailed;
import dev.openinspect.runtime.workspace.GitWork;
import dev.openinspect.runtime.workspace.Mirror;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings a sandbox up, once configured: clone or sync, setup hook, start hook, agent, ready. The agent starts beside the others, because it
 * takes longest. A failed setup is a warning, since people can repair it by a prompt; any other failure ends the boot.
 */
public final class Boot {
    private final Places places;
    private final BootFile bootFile;
    private final EventLog log;
    private final Vitals vitals;
    private final Redactor redactor;
    private final PhaseReports phases;
    private final Consumer<String> lines;
    private final Clock clock;
    private final Map<String, String> inherited;
    private final LayerImages images;
    private final Hooks hooks;

    /**
     * @param version of this runtime
     * @param imageAnswer what the control plane answers to an image that is offered
     */
    public Boot(
            Places places,
            BootFile bootFile,
            EventLog log,
            Vitals vitals,
            Redactor redactor,
            Clock clock,
            Consumer<String> lines,
            Map<String, String> environment,
            String version,
            CompletableFuture<String> imageAnswer) {
        this.places = places;
        this.bootFile = bootFile;
        this.log = log;
        this.vitals = vitals;
        this.redactor = redactor;
        this.clock = clock;
        this.lines = lines;
        this.phases = new PhaseReports(log, lines, clock);
        this.inherited = Places.inherited(environment);
        this.hooks = new Hooks(places, phases, vitals, redactor);
        this.images = new LayerImages(places, bootFile, log, vitals, redactor, phases, clock, version, imageAnswer);
    }

    /**
     * Returns when prompts are accepted.
     *
     * @param agents makes the agent for these settings; the caller keeps it, to end it if the boot does not
     */
    public void run(Configuration configuration, Function<Agent.Settings, Agent> agents)
            throws BootFailed, InterruptedException {
        var environment = prepare(configuration);
        var build = configuration.images().build();
        if (build != null) {
            var checkout = checkOut(configuration, environment);
            images.build(
                    configuration, build, checkout, hooks.setupOf(checkout, configuration, environment), environment);
            return;
        }
        var agent = agents.apply(agentSettings(environment));
        var agentSince = clock.instant();
        var treeReady = new AtomicBoolean();
        var launching = launch(agent, configuration, treeReady::get);
        var checkout = checkOut(configuration, environment);
        if (hooks.setup(checkout, configuration, environment))
            images.offer(configuration, checkout, hooks.setupOf(checkout, configuration, environment));
        hooks.start(checkout, configuration, environment);
        treeReady.set(true);
        var changes = changes(configuration, checkout, environment);
        var work = new GitWork(
                checkout.folder(),
                configuration.repository(),
                checkout.baseCommit(),
                environment,
                log,
                changes,
                begun -> refresh(begun, checkout, configuration, environment));
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
        Thread.ofVirtual().name("changes").start(changes::run);
    }

    private ChangesReporter changes(
            Configuration configuration, Checkout.Ready checkout, Map<String, String> environment) {
        var place = new ChangesReporter.Place(
                checkout.folder(),
                configuration.repository().baseBranch(),
                checkout.baseCommit(),
                environment,
                places.indexCopy());
        var door = new ChangesDoor(bootFile.controlUrl(), places.tokenFile());
        return new ChangesReporter(place, door, log, redactor, clock, lines);
    }

    /** The sandbox was booted some time before somebody works in it: its branch follows the base, and the setup hook runs if it is another one now. */
    private void refresh(
            GitWork work, Checkout.Ready checkout, Configuration configuration, Map<String, String> environment)
            throws InterruptedException {
        var running = phases.started(Phase.SYNC);
        try {
            var startBefore = Hooks.fingerprint("start.sh", checkout);
            var outcome = new FastForward(checkout.folder(), configuration.repository(), environment).run();
            if (outcome.base() != null) running.with("baseCommit", outcome.base());
            if (outcome.head() != null) running.with("headCommit", outcome.head());
            work.beginAt(outcome.base());
            if (outcome.upToDate()) running.with("reason", outcome.words()).completed();
            else running.warning(outcome.words());
            if (outcome.moved()) hooks.setup(checkout, configuration, environment);
            if (!startBefore.equals(Hooks.fingerprint("start.sh", checkout)))
                log.warn(
                        null,
                        "start_hook_changed",
                        "The start hook is another one now than when this sandbox was started. Restart the sandbox to run it.");
        } catch (GitFailed e) {
            running.warning("The work may begin on an old commit: " + e.getMessage());
        }
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
                places.run(),
                places.logs().resolve("opencode.log"),
                places.agentSession(),
                places.tokenFile(),
                bootFile.controlUrl(),
                environment);
    }

    private static CompletableFuture<Void> launch(
            Agent agent, Configuration configuration, BooleanSupplier readyToOpen) {
        var launching = new CompletableFuture<Void>();
        Thread.ofVirtual().name("agent-launch").start(() -> {
            try {
                agent.launch(configuration, readyToOpen);
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
                clock.instant(),
                new Mirror(places.mirror(), lines));
        var kept = checkout.kept();
        var running = phases.started(kept ? Phase.SYNC : Phase.CLONE);
        try {
            var output = LogFile.fresh(places.logs().resolve(kept ? "sync.log" : "clone.log"));
            var image = ImageMarker.startedFrom(
                    places, configuration.session(), configuration.repository().name());
            var ready = image.isEmpty() ? checkout.bringUp(output) : images.startFrom(image.get(), checkout, output);
            image.ifPresent(from -> running.with("image", from.session()));
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
}
