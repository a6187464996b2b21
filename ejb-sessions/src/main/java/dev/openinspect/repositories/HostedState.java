package dev.openinspect.repositories;

import dev.openinspect.codehosts.AppInstallation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the app at the code host.
 *
 * @param lookedAt when the host was last asked with success; null before the first time
 * @param problem why the last look failed, in a sentence; null if it did not
 */
public record HostedState(
        List<Place> places,
        @Nullable Instant lookedAt,
        @Nullable String problem) {
    public HostedState {
        places = List.copyOf(places);
    }

    /** Whether the app was given all repositories of somebody, which is more than it needs. */
    public boolean everything() {
        return places.stream().anyMatch(place -> place.installation().everything());
    }

    /**
     * An installation of the app.
     *
     * @param repositories how many of its repositories are registered here and still given
     */
    public record Place(AppInstallation installation, long repositories) {}
}
