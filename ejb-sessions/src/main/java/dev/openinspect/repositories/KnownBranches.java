package dev.openinspect.repositories;

import dev.openinspect.repositories.CodeHost.Branch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Remembers the branches of repositories at the code host for a minute, because each question takes from a quota. May be shared between threads. */
@ApplicationScoped
public class KnownBranches {
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MOST = 200;

    @Inject
    Clock clock;

    private final Map<UUID, Seen> known = new ConcurrentHashMap<>();

    List<Branch> of(UUID repository, Supplier<List<Branch>> ask) {
        Instant now = clock.instant();
        known.values().removeIf(seen -> !seen.at().plus(KEPT).isAfter(now));
        Seen seen = known.get(repository);
        if (seen != null) {
            return seen.branches();
        }
        List<Branch> branches = List.copyOf(ask.get());
        if (known.size() < MOST) {
            known.put(repository, new Seen(branches, now));
        }
        return branches;
    }

    private record Seen(List<Branch> branches, Instant at) {}
}
