package dev.openinspect.runtime.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an image of the layer is wanted for.
 *
 * @param known keys ({@code setup@runtime}) of the images that there are already; null if none shall be offered
 * @param build what a sandbox does that is there for an image only; null in a session's
 */
public record Images(@Nullable Set<String> known, @Nullable Build build) {
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(30);

    public Images {
        known = known == null ? null : Set.copyOf(known);
    }

    /** @param command run after the setup hook, or null */
    public record Build(@Nullable String command, Duration limit) {}

    public boolean wants(String setup, String runtime) {
        return known != null && !known.contains(key(setup, runtime));
    }

    static String key(String setup, String runtime) {
        return setup + "@" + runtime;
    }

    static Images parse(JsonNode frame) {
        var build = frame.path("build");
        if (build.isObject()) {
            var limit = Duration.ofSeconds(build.path("seconds").asLong(LONGEST_COMMAND.toSeconds()));
            return new Images(null, new Build(Json.text(build, "command").orElse(null), limit));
        }
        return Optional.of(frame.path("baseline"))
                .filter(JsonNode::isObject)
                .map(baseline -> {
                    var known = new HashSet<String>();
                    baseline.path("known").forEach(key -> known.add(key.asText()));
                    return new Images(known, null);
                })
                .orElseGet(() -> new Images(null, null));
    }
}
