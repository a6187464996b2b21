package dev.openinspect.secrets;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes secrets out of texts of a session that leave the control plane by another way than its log: the log of a boot, the body of a pull request. The
 * sandbox has redacted already what it sent; this is the second look. Knows a repository's secrets for five seconds at most, of 20 repositories at once. May be
 * shared between threads, inside and outside of transactions.
 */
@ApplicationScoped
public class SecretRedaction {
    private static final Duration KNOWN = Duration.ofSeconds(5);
    private static final int MOST_KNOWN = 20;

    @EJB
    SecretDelivery delivery;

    @Inject
    Clock clock;

    private final Map<UUID, Known> known = new ConcurrentHashMap<>();

    private record Known(TextRedactor redactor, Instant until) {}

    /** The text without the secrets that the session's sandboxes get now; a session that is no more has none. */
    public String redact(UUID sessionId, String text) {
        return delivery.repositoryOf(sessionId)
                .map(this::redactor)
                .map(redactor -> redactor.redact(text))
                .orElse(text);
    }

    private TextRedactor redactor(UUID repositoryId) {
        Instant now = clock.instant();
        known.values().removeIf(old -> !now.isBefore(old.until()));
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(
                        repositoryId,
                        id -> new Known(
                                new TextRedactor(delivery.of(id).values().values()), now.plus(KNOWN)))
                .redactor();
    }
}
