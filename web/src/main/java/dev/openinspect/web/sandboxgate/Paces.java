package dev.openinspect.web.sandboxgate;

import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.settings.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The paces of the sandboxes of this node; a new connection does not begin with a full bucket. May be shared between threads. */
@ApplicationScoped
public class Paces {
    /** Sandboxes that are remembered; forgetting one gives it a new bucket, which does no harm. */
    private static final int MOST = 1_000;

    private final Map<SandboxIdentity, Pace> paces = new ConcurrentHashMap<>();

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Resource
    ManagedScheduledExecutorService later;

    Pace of(SandboxIdentity sandbox) {
        if (paces.size() > MOST) {
            paces.clear();
        }
        return paces.computeIfAbsent(sandbox, unused -> new Pace(settings.limits(), clock.instant()));
    }

    void later(Duration wait, Runnable task) {
        later.schedule(task, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    Clock clock() {
        return clock;
    }
}
