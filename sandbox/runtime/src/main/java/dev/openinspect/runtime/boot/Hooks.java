package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.workspace.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The repository's own scripts in .openinspect, run as phases of the boot. */
final class Hooks {
    private static final int KEPT_OUTPUT = 1 << 20;

    private final Places places;
    private final PhaseReports phases;
    private final Vitals vitals;
    private final Redactor redactor;

    Hooks(Places places, PhaseReports phases, Vitals vitals, Redactor redactor) {
        this.places = places;
        this.phases = phases;
        this.vitals = vitals;
        this.redactor = redactor;
    }

    /** Runs it unless it was in this layer; a failed one is a warning. Whether it was run now, with success. */
    boolean setup(Checkout.Ready checkout, Configuration configuration, Map<String, String> environment)
            throws InterruptedException {
        var setup = setupOf(checkout, configuration, environment);
        if (!setup.exists()) {
            phases.skipped(Phase.SETUP, "The repository has no .openinspect/setup.sh.");
            return false;
        }
        var running = phases.started(Phase.SETUP);
        try {
            if (setup.done()) {
                running.with("reason", "Done in this layer before.").completed();
                return false;
            }
            var ended = run(places.logs().resolve("setup.log"), log -> setup.run(log, vitals::progress));
            running.log(ended.log());
            if (ended.succeeded()) running.completed();
            else running.warning("setup.sh " + ended.reason());
            return ended.succeeded();
        } catch (IOException e) {
            running.warning("setup.sh could not be run: " + e.getMessage());
            return false;
        }
    }

    /** The setup hook as it stands in the working tree. */
    Setup setupOf(Checkout.Ready checkout, Configuration configuration, Map<String, String> environment) {
        var hook =
                hook("setup.sh", checkout, environment, configuration.timeouts().setup());
        return new Setup(hook, Setup.note(places, configuration.repository().folder()));
    }

    /** A failed one ends the boot. */
    void start(Checkout.Ready checkout, Configuration configuration, Map<String, String> environment)
            throws BootFailed, InterruptedException {
        var hook =
                hook("start.sh", checkout, environment, configuration.timeouts().start());
        if (!hook.exists()) {
            phases.skipped(Phase.START, "The repository has no .openinspect/start.sh.");
            return;
        }
        var running = phases.started(Phase.START);
        try {
            var ended = run(places.logs().resolve("start.log"), log -> hook.run(log, vitals::progress));
            running.log(ended.log());
            if (!ended.succeeded()) throw running.failed("start.sh " + ended.reason());
            running.completed();
        } catch (IOException e) {
            throw running.failed("start.sh could not be run: " + e.getMessage());
        }
    }

    /** Of what a hook says now; empty if there is none. */
    static String fingerprint(String hook, Checkout.Ready checkout) {
        try {
            var found = hook(hook, checkout, Map.of(), Duration.ZERO);
            return found.exists() ? found.fingerprint() : "";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    /** What it printed stays in the layer, which is kept and backed up, so secrets are taken out of that as well. */
    private Hook.Ended run(Path output, Run hook) throws IOException, InterruptedException {
        var file = LogFile.fresh(output);
        try {
            return hook.into(file);
        } finally {
            file.rewrite(KEPT_OUTPUT, redactor::redact);
        }
    }

    private interface Run {
        Hook.Ended into(LogFile log) throws IOException, InterruptedException;
    }

    private static Hook hook(String name, Checkout.Ready checkout, Map<String, String> environment, Duration limit) {
        return new Hook(checkout.folder().resolve(".openinspect").resolve(name), checkout.folder(), environment, limit);
    }
}
