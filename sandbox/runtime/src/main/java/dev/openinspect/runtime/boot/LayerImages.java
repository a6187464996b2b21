package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Images;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.workspace.Checkout;
import dev.openinspect.runtime.workspace.GitFailed;
import dev.openinspect.runtime.workspace.ImageStart;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Images of a layer, both ways: one that is made of it after the setup, and one that it has begun from. */
final class LayerImages {
    /** For the control plane to freeze what a first session's setup made; beyond it the session goes on without an image. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Places places;
    private final BootFile bootFile;
    private final EventLog log;
    private final Vitals vitals;
    private final Redactor redactor;
    private final PhaseReports phases;
    private final Clock clock;
    private final String runtime;
    private final CompletableFuture<String> answer;
    private final Instant since;

    LayerImages(
            Places places,
            BootFile bootFile,
            EventLog log,
            Vitals vitals,
            Redactor redactor,
            PhaseReports phases,
            Clock clock,
            String runtime,
            CompletableFuture<String> answer) {
        this.places = places;
        this.bootFile = bootFile;
        this.log = log;
        this.vitals = vitals;
        this.redactor = redactor;
        this.phases = phases;
        this.clock = clock;
        this.runtime = runtime;
        this.answer = answer;
        // Hooks of earlier sandboxes of the session may have written what this one's does not write again.
        this.since = bootFile.layerMadeAt() == null ? clock.instant() : bootFile.layerMadeAt();
    }

    /** The note goes last: until then the next boot does all of it again. */
    Checkout.Ready startFrom(ImageMarker image, Checkout checkout, LogFile output)
            throws GitFailed, IOException, InterruptedException {
        var ready = new ImageStart(checkout).bringUp(output);
        // What an older runtime's setup made may miss something that this one is expected to have.
        if (!image.runtime().equals(runtime))
            Files.deleteIfExists(Setup.note(places, ready.folder().getFileName().toString()));
        ImageMarker.remove(places);
        return ready;
    }

    /** The first session with this setup hook leaves an image for the next ones. */
    void offer(Configuration configuration, Checkout.Ready checkout, Setup setup) throws InterruptedException {
        var head = checkout.headCommit();
        try {
            var fingerprint = setup.fingerprint();
            if (head == null || !configuration.images().wants(fingerprint, runtime)) return;
            var ended = offer(configuration).make(marker(configuration, fingerprint), head, since, PATIENCE);
            if (ended.trouble().isEmpty()) ended.phase().completed();
            else ended.phase().warning(ended.trouble().get());
        } catch (IOException e) {
            phases.skipped(Phase.IMAGE, "The setup hook cannot be read any more: " + e.getMessage());
        }
    }

    /** A sandbox that is there for an image only: the hook, the build's command, then it offers the image and has done its work. */
    void build(
            Configuration configuration,
            Images.Build build,
            Checkout.Ready checkout,
            Setup setup,
            Map<String, String> environment)
            throws BootFailed, InterruptedException {
        new ImageBuild(places, log, vitals, phases, redactor, clock).run(setup, build, checkout.folder(), environment);
        var head = checkout.headCommit();
        if (head == null) throw phases.started(Phase.IMAGE).failed("The repository has no commit yet.");
        try {
            var ended = offer(configuration)
                    .make(marker(configuration, setup.fingerprint()), head, since, ImageBuild.PATIENCE);
            if (ended.trouble().isPresent())
                throw ended.phase().failed(ended.trouble().get());
            ended.phase().completed();
        } catch (IOException e) {
            throw phases.started(Phase.IMAGE).failed("The setup hook cannot be read any more: " + e.getMessage());
        }
    }

    private ImageMarker marker(Configuration configuration, String fingerprint) {
        return new ImageMarker(
                configuration.session(), configuration.repository().name(), fingerprint, runtime);
    }

    private ImageOffer offer(Configuration configuration) {
        var secrets = new HashMap<String, List<String>>();
        configuration.secrets().forEach((name, value) -> secrets.put(name, List.of(value)));
        secrets.put("sandbox token", List.of(bootFile.token()));
        return new ImageOffer(places, log, vitals, phases, clock, secrets, answer);
    }
}
