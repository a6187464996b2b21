package dev.openinspect.repositories;

import dev.openinspect.codehosts.HostedPlace;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What everyone may know of a repository; the credential is not part of it.
 *
 * @param aliases other names that people have for it
 * @param keywords what it is about
 * @param readable names of the repositories that its sessions may read besides
 * @param lifetimeMinutes how long a sandbox of its sessions lives before it is replaced at rest
 * @param hosted what only a repository at the code host has
 */
public record RepositoryView(
        UUID id,
        String name,
        RepositoryKind kind,
        String url,
        String defaultBranch,
        String description,
        boolean enabled,
        boolean demo,
        List<String> aliases,
        List<String> keywords,
        List<String> readable,
        @Nullable Hosted hosted,
        int lifetimeMinutes) {
    /** Lifetime of a sandbox where nobody has chosen another. */
    public static final int STANDARD_LIFETIME_MINUTES = 120;

    public static final int SHORTEST_LIFETIME_MINUTES = 15;
    public static final int LONGEST_LIFETIME_MINUTES = 1_440;

    public RepositoryView {
        aliases = List.copyOf(aliases);
        keywords = List.copyOf(keywords);
        readable = List.copyOf(readable);
    }

    /** Whether it is archived at the code host. */
    public boolean archived() {
        return hosted != null && hosted.archived();
    }

    /** Whether the code host gives it no longer. */
    public boolean missing() {
        return hosted != null && hosted.missing();
    }

    /** Whether a new session may work on it. */
    public boolean usable() {
        return enabled && !archived() && !missing();
    }

    /**
     * A repository at the code host.
     *
     * @param missing whether it was deleted there, or the app is not given it any longer
     */
    public record Hosted(HostedPlace place, String webUrl, boolean archived, boolean missing) {}
}
