package dev.openinspect.clients.github;

import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to GitHub's limits. A quota that is used up, or a caller that was too fast (the secondary limits), is left alone until the time that GitHub named;
 * calls until then fail at once, because to go on calling makes GitHub shut the App out. One of these per node: another node learns it by its own answer.
 * May be shared between threads.
 */
@ApplicationScoped
public class QuotaWatch {
    /** What GitHub asks for when it names no time itself. */
    private static final Duration USUAL = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DIGITS = 12;

    @Inject
    Clock clock;

    private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();

    public QuotaWatch() {}

    QuotaWatch(Clock clock) {
        this.clock = clock;
    }

    /** Fails while the quota is closed. */
    void require(String quota) {
        Instant until = closedUntil.get(quota);
        if (until != null && until.isAfter(clock.instant())) {
            throw failure(Duration.between(clock.instant(), until));
        }
    }

    /** Looks whether an answer, good or bad, was the last of its quota. */
    void note(String quota, Response response) {
        if ("0".equals(response.getHeaderString("X-RateLimit-Remaining"))) {
            reset(response).ifPresent(wait -> close(quota, wait));
        }
    }

    /** The failure to throw if a refusal means "too much" and not "not you". */
    @Nullable
    CodeHostFailure limit(String quota, Response response, byte[] body) {
        int status = response.getStatus();
        if (status != 403 && status != 429) {
            return null;
        }
        Optional<Duration> asked = retryAfter(response);
        boolean usedUp = "0".equals(response.getHeaderString("X-RateLimit-Remaining"));
        if (status == 403 && asked.isEmpty() && !usedUp && !speaksOfLimit(body)) {
            return null;
        }
        Duration wait = bounded(
                asked.or(() -> usedUp ? reset(response) : Optional.empty()).orElse(USUAL));
        close(quota, wait);
        return failure(wait);
    }

    private void close(String quota, Duration wait) {
        Instant now = clock.instant();
        closedUntil.values().removeIf(until -> until.isBefore(now));
        closedUntil.put(quota, now.plus(bounded(wait)));
    }

    private Optional<Duration> retryAfter(Response response) {
        String text = response.getHeaderString("Retry-After");
        if (text == null) {
            return Optional.empty();
        }
        if (isNumber(text)) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(Duration.between(clock.instant(), at));
        } catch (DateTimeParseException e) {
            // Neither seconds nor a date: the usual time will do.
            return Optional.of(USUAL);
        }
    }

    private Optional<Duration> reset(Response response) {
        return Optional.ofNullable(response.getHeaderString("X-RateLimit-Reset"))
                .filter(QuotaWatch::isNumber)
                .map(text -> Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(text))));
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1," + MOST_DIGITS + "}");
    }

    private static boolean speaksOfLimit(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT).contains("rate limit");
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }

    private static CodeHostFailure failure(Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        return new CodeHostFailure(
                "GitHub asks us to wait for " + seconds + " s before the next call.",
                Kind.RATE_LIMITED,
                true,
                Duration.ofSeconds(seconds),
                null);
    }
}
