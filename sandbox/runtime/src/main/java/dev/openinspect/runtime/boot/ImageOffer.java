package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.SecretScan;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Offers what the layer holds after the setup as an image: looks for secrets first, writes the marker, says so, and stands still until the control plane has
 * frozen it or does not want it. Nothing of a session's work is in the layer yet.
 */
final class ImageOffer {
    private static final Duration SCAN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Clocks of file systems tick more slowly than ours. */
    private static final Duration COARSE = Duration.ofSeconds(1);

    private final Places places;
    private final EventLog log;
    private final Vitals vitals;
    private final PhaseReports phases;
    private final Clock clock;
    private final Map<String, List<String>> secrets;
    private final CompletableFuture<String> answer;

    /** @param answer completed with {@code taken}, or why it was not */
    ImageOffer(
            Places places,
            EventLog log,
            Vitals vitals,
            PhaseReports phases,
            Clock clock,
            Map<String, List<String>> secrets,
            CompletableFuture<String> answer) {
        this.places = places;
        this.log = log;
        this.vitals = vitals;
        this.phases = phases;
        this.clock = clock;
        this.secrets = secrets;
        this.answer = answer;
    }

    /** How an offer ended; {@code trouble} is nothing when the image was taken. */
    record Ended(PhaseReports.Running phase, Optional<String> trouble) {}

    /**
     * Returns when the layer may change again.
     *
     * @param since when the layer was made: what is older was in its base
     */
    Ended make(ImageMarker marker, String headCommit, Instant since, Duration patience) throws InterruptedException {
        var running = phases.started(Phase.IMAGE);
        try {
            var found = new SecretScan(
                            secrets, places.outsideImages(), since.minus(COARSE), SCAN, clock, vitals::progress)
                    .below(places.layerRoots());
            if (found.isPresent()) return new Ended(running, Optional.of(refused(found.get())));
            marker.write(places);
            offer(marker, headCommit);
            var outcome = await(patience);
            return new Ended(running, outcome.equals("taken") ? Optional.empty() : Optional.of(outcome));
        } catch (IOException e) {
            return new Ended(running, Optional.of("The files could not be looked through: " + e.getMessage()));
        }
    }

    private String refused(SecretScan.Found found) throws InterruptedException {
        var sentence = found.secret() == null
                ? "No image is made: " + found.file() + " cannot be read, so nobody knows whether it holds a secret."
                : "No image is made: " + found.file() + " holds the secret " + found.secret()
                        + ". Let the setup hook leave no secret in a file.";
        log.warn(null, "image_refused", sentence);
        return sentence;
    }

    private void offer(ImageMarker marker, String headCommit) throws InterruptedException {
        var offer = Json.object()
                .put("phase", Phase.IMAGE.word())
                .put("status", "offered")
                .put("headCommit", headCommit)
                .put("setup", marker.setup())
                .put("runtime", marker.runtime());
        log.record("boot_phase", null, offer);
    }

    private String await(Duration patience) throws InterruptedException {
        var deadline = clock.instant().plus(patience);
        while (clock.instant().isBefore(deadline)) {
            try {
                return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Waiting is what the boot is there for now.
                vitals.progress();
            } catch (ExecutionException e) {
                throw new IllegalStateException("nobody fails an answer", e);
            }
        }
        return "No answer came within " + patience.toSeconds() + " s.";
    }
}
