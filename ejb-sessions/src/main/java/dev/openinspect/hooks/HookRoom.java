package dev.openinspect.hooks;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.settings.Settings;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The room for deliveries. The rows are counted every 10 s at most and this node's own ones added in between, so several nodes together may store some
 * seconds' worth more. May be shared between threads.
 */
@ApplicationScoped
public class HookRoom {
    private static final Duration COUNT_AGAIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private @Nullable Instant countedAt;
    private long stored;

    @EJB
    HookFigures figures;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /** @throws Refused {@code hook_inbox_full} */
    synchronized void take(int bytes) {
        Instant now = clock.instant();
        if (countedAt == null || countedAt.plus(COUNT_AGAIN).isBefore(now)) {
            stored = figures.storedBytes();
            countedAt = now;
        }
        if (stored + bytes > settings.hookInboxBytes()) {
            throw new Refused(
                    RefusalCode.HOOK_INBOX_FULL,
                    "The inbox for deliveries of the code host is full. Deliver this one again when an administrator has looked at those that failed.",
                    PAUSE);
        }
        stored += bytes;
    }
}
