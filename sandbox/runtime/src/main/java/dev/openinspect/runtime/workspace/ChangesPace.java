package dev.openinspect.runtime.workspace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to look at the working tree again: a while after the last edit, also in the middle of many, never often, and seldom where a look
 * takes long. Not shared between threads.
 */
final class ChangesPace {
    private final Limits limits;
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;

    /**
     * @param quiet without an edit, before a look
     * @param between the end of a look and the next, and the longest time that edits put a look off
     * @param afterFailure before the next try
     * @param rest how many times as long as a look took the pause after it is at least
     */
    record Limits(Duration quiet, Duration between, Duration afterFailure, int rest) {
        static final Limits NORMAL =
                new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15), 4);
    }

    ChangesPace(Limits limits) {
        this.limits = limits;
    }

    void edited(Instant now) {
        if (first == null) first = now;
        last = now;
    }

    /** Nothing while nothing was edited. */
    Optional<Instant> due() {
        var since = first;
        if (since == null) return Optional.empty();
        var quiet = earlier(last.plus(limits.quiet), since.plus(limits.between));
        return Optional.of(quiet.isBefore(notBefore) ? notBefore : quiet);
    }

    /** What is edited from now on needs another look. */
    void begun() {
        first = null;
    }

    void ended(Instant now, Duration took) {
        var rest = took.multipliedBy(limits.rest);
        notBefore = now.plus(rest.compareTo(limits.between) > 0 ? rest : limits.between);
    }

    void failed(Instant now) {
        edited(now);
        notBefore = now.plus(limits.afterFailure);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
