package dev.openinspect.web.api;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.web.limits.RequestRate;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** How often a person may ask for warm sandboxes on a node: often enough for every repository in a long list, too seldom to keep them all busy. */
@ApplicationScoped
class WarmthRate {
    static final int MOST_PER_MINUTE = 60;

    @Inject
    Clock clock;

    private RequestRate rate;

    /** The container builds it; {@link #begin} finishes it. */
    @SuppressWarnings("NullAway.Init")
    WarmthRate() {}

    @PostConstruct
    void begin() {
        rate = new RequestRate(clock, MOST_PER_MINUTE);
    }

    /** @throws Refused {@code too_many_attempts} */
    void pass(UUID personId) {
        Duration wait = rate.pass(personId.toString());
        if (!wait.isZero()) {
            throw new Refused(
                    RefusalCode.TOO_MANY_ATTEMPTS,
                    "A person asks for warm sandboxes at most " + MOST_PER_MINUTE + " times a minute.",
                    wait);
        }
    }
}
