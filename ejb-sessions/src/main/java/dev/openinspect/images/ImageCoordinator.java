package dev.openinspect.images;

import dev.openinspect.images.ImageSteps.Claimed;
import dev.openinspect.installation.Installation;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import dev.openinspect.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings images further, on any node: claim, call the host, record. What it holds is only which of them this node is at; one that a dead node held is taken over
 * when its claim has run out.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class ImageCoordinator {
    private static final Logger LOG = Logger.getLogger(ImageCoordinator.class.getName());

    /** At most so many at once on a node: the threads belong to sessions as well. */
    private static final int MOST_AT_ONCE = 8;

    /**
     * What is no part of an image: our notes to the next sandbox of the same session, and the agent's own data. docs/images.md names them, and the runtime does not
     * look for secrets there.
     */
    static final List<String> WITHOUT = List.of(
            "/root/.open-inspect/logs",
            "/root/.open-inspect/agent-session",
            "/root/.open-inspect/work.index",
            "/root/.local/share/opencode",
            "/root/.local/state/opencode",
            "/root/.cache/opencode");

    private final Set<UUID> here = ConcurrentHashMap.newKeySet();

    @EJB
    Installation installation;

    @Inject
    ImageSteps steps;

    @Inject
    ImageRetention retention;

    @Inject
    SandboxProvider host;

    @Inject
    Settings settings;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @PostConstruct
    void begin() {
        installation.requireReady();
    }

    /** Often, because a first session waits for it. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void lookAtAll() {
        try {
            steps.due(MOST_AT_ONCE).forEach(this::look);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "images could not be swept; the next sweep tries again", e);
        }
    }

    /** What nobody begins with any more is deleted at the host. */
    @Schedule(hour = "*", minute = "*", second = "*/20", persistent = false)
    public void deleteOld() {
        try {
            retention.discardable().forEach(this::delete);
            retention.trim();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "old images could not be deleted; the next round tries again", e);
        }
    }

    /** Looks at one soon, on a thread of the pool. Never blocks; the sweep comes back to what is left out here. */
    public void look(UUID imageId) {
        if (here.size() >= MOST_AT_ONCE || !here.add(imageId)) {
            return;
        }
        try {
            executor.execute(() -> drive(imageId));
        } catch (RejectedExecutionException e) {
            here.remove(imageId);
            LOG.log(Level.WARNING, "image=" + imageId + " is looked at later: the pool is full", e);
        }
    }

    private void drive(UUID imageId) {
        try {
            steps.claim(imageId).ifPresent(this::act);
        } catch (RuntimeException e) {
            // A claimed row comes back when its claim has run out.
            LOG.log(Level.WARNING, "image=" + imageId + " could not be worked at; it is tried again", e);
        } finally {
            here.remove(imageId);
        }
    }

    private void act(Claimed claimed) {
        switch (ImageDecision.of(claimed.facts(), settings.images().buildLimit())) {
            case ImageDecision.Rest rest -> steps.release(claimed);
            case ImageDecision.OpenSite open -> steps.openSite(claimed);
            case ImageDecision.AskAgain ask -> steps.askAgain(claimed, ask.sessionId());
            case ImageDecision.Freeze freeze -> freeze(claimed, freeze.sessionId());
            case ImageDecision.Fail fail -> steps.fail(claimed, fail.reason());
        }
    }

    /** A repeated order of the same id takes nothing twice. */
    private void freeze(Claimed claimed, UUID sessionId) {
        try {
            SnapshotReport report =
                    host.findSnapshot(claimed.id()).orElseGet(() -> host.snapshot(sessionId, claimed.id(), WITHOUT));
            switch (report.state()) {
                case TAKING -> steps.release(claimed);
                case READY -> steps.frozen(claimed, report);
                case FAILED -> steps.fail(claimed, "snapshot_failed: " + report.reason());
            }
        } catch (SandboxHostFailure e) {
            LOG.log(Level.WARNING, "image=" + claimed.id() + " could not be frozen: " + e.code(), e);
            if (e.retryable()) {
                steps.release(claimed);
            } else {
                steps.fail(claimed, e.code() + ": " + e.getMessage());
            }
        }
    }

    private void delete(UUID imageId) {
        try {
            host.deleteSnapshot(imageId);
            retention.discarded(imageId);
        } catch (SandboxHostFailure e) {
            LOG.log(Level.FINE, "image=" + imageId + " could not be deleted yet: " + e.code(), e);
        }
    }
}
