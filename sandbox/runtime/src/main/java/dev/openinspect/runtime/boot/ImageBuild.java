package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Images;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The programs of an image's build: the setup hook and the build's own command. Whatever fails ends the build. */
final class ImageBuild {
    /** For the control plane to freeze what was built. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Places places;
    private final EventLog log;
    private final Vitals vitals;
    private final PhaseReports phases;
    private final Redactor redactor;
    private final Clock clock;

    ImageBuild(Places places, EventLog log, Vitals vitals, PhaseReports phases, Redactor redactor, Clock clock) {
        this.places = places;
        this.log = log;
        this.vitals = vitals;
        this.phases = phases;
        this.redactor = redactor;
        this.clock = clock;
    }

    void run(Setup setup, Images.Build build, Path folder, Map<String, String> environment)
            throws BootFailed, InterruptedException {
        if (setup.exists()) shown(Phase.SETUP, "setup.sh", setup::run);
        else phases.skipped(Phase.SETUP, "The repository has no .openinspect/setup.sh.");
        var command = build.command();
        if (command == null) return;
        try {
            // A folder in memory: the command is the control plane's, and no part of the image.
            var script = places.run().resolve("build.sh");
            Files.writeString(script, command + "\n");
            var hook = new Hook(script, folder, environment, build.limit());
            shown(Phase.BUILD, "The build command", hook::run);
        } catch (IOException e) {
            throw phases.started(Phase.BUILD).failed("The command cannot be written: " + e.getMessage());
        }
    }

    private void shown(Phase phase, String name, Program program) throws BootFailed, InterruptedException {
        var running = phases.started(phase);
        try {
            var file = LogFile.fresh(places.logs().resolve(phase.word() + ".log"));
            var output = new LiveOutput(phase, file, log, redactor, clock);
            var ended = program.run(file, () -> {
                vitals.progress();
                output.look();
            });
            output.finish();
            if (!ended.succeeded()) throw running.failed(name + " " + ended.reason());
            running.completed();
        } catch (IOException e) {
            throw running.failed(name + " could not be run: " + e.getMessage());
        }
    }

    private interface Program {
        Hook.Ended run(LogFile log, Runnable progress) throws IOException, InterruptedException;
    }
}
