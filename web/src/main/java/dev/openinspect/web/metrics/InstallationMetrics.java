package dev.openinspect.web.metrics;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.hooks.HookFigures;
import dev.openinspect.images.ImageRetention;
import dev.openinspect.installation.Installation;
import dev.openinspect.log.AppendTimes;
import dev.openinspect.sessions.Figures;
import dev.openinspect.sessions.SessionCoordinator;
import dev.openinspect.web.sockets.SocketWatch;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Keeps our figures as gauges. What is counted in rows is counted every 15 s, so that nobody who scrapes makes the database count. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class InstallationMetrics {
    private static final Logger LOG = Logger.getLogger(InstallationMetrics.class.getName());
    private final Map<String, Long> values = new ConcurrentHashMap<>();

    @EJB
    Installation installation;

    @Inject
    Figures figures;

    @EJB
    HookFigures hooks;

    @EJB
    ImageRetention images;

    @EJB
    SessionCoordinator coordinator;

    @EJB
    SocketWatch sockets;

    @Inject
    DiskWatch disk;

    @Inject
    AppendTimes appends;

    @Inject
    MetricRegistry registry;

    @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
    public void count() {
        if (!installation.ready()) {
            return;
        }
        try {
            figures.counts().forEach((what, counts) -> counts.forEach((by, number) -> put(what, by, number)));
            put("sessions_waiting_for_sandbox", "", figures.waitingForSandbox());
            figures.warmSandboxes().forEach((status, number) -> put("warm_sandboxes", status, number));
            put("snapshot_bytes", "", figures.snapshotBytes());
            hooks.counts().forEach((status, number) -> put("hook_deliveries", status, number));
            ImageRetention.Figures there = images.figures();
            there.counts().forEach((status, number) -> put("images", status, number));
            put("image_bytes", "", there.bytes());
            put("hook_inbox_bytes", "", hooks.storedBytes());
            put("hook_oldest_waiting_seconds", "", hooks.oldestWaiting().toSeconds());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the figures could not be counted; the next round tries again", e);
        }
        int bridges = coordinator.attachedBridges();
        put("sockets_open", "bridge", bridges);
        put("sockets_open", "stream", Math.max(0, sockets.count() - bridges));
        disk.freeBytes().ifPresent(free -> put("disk_free_bytes", "", free));
        AppendTimes.Taken taken = appends.take();
        put("log_appends", "", taken.count());
        put("log_append_mean_micros", "", taken.meanMicros());
        put("log_append_max_micros", "", taken.maxMicros());
    }

    /** A figure is made known when it first has a value; tags are from lists of our own, so there are only so many. */
    private void put(String what, String by, long number) {
        String key = what + "/" + by;
        if (values.put(key, number) == null) {
            Metadata described =
                    Metadata.builder().withName("openinspect_" + what).build();
            Tag[] tags = by.isEmpty() ? new Tag[0] : new Tag[] {new Tag("of", by)};
            registry.gauge(described, () -> values.getOrDefault(key, 0L), tags);
        }
    }
}
