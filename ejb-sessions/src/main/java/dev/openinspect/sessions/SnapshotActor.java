package dev.openinspect.sessions;

import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has the host take and delete snapshots: claim in one transaction, call outside of any, record in another. Runs outside transactions. */
@ApplicationScoped
class SnapshotActor {
    private static final Logger LOG = Logger.getLogger(SnapshotActor.class.getName());

    @Inject
    SnapshotSteps steps;

    @Inject
    SandboxProvider host;

    /** Brings one snapshot a step further. */
    void advance(UUID snapshotId) {
        steps.claim(snapshotId).ifPresent(open -> {
            if (open.status() == SnapshotStatus.DISCARDED) {
                delete(snapshotId);
            } else {
                take(open);
            }
        });
    }

    private void take(SnapshotSteps.Open open) {
        try {
            // The host that forgot it, or was never told, takes it now: a repeated order of the same id takes nothing
            // twice.
            Optional<SnapshotReport> known = host.findSnapshot(open.id());
            steps.reported(known.orElseGet(() -> host.snapshot(open.sessionId(), open.id(), List.of())));
        } catch (SandboxHostFailure e) {
            LOG.log(Level.FINE, "session=" + open.sessionId() + " snapshot=" + open.id() + ": " + e.code(), e);
            steps.refused(open.id(), e.code(), String.valueOf(e.getMessage()), e.retryable());
        }
    }

    private void delete(UUID snapshotId) {
        try {
            host.deleteSnapshot(snapshotId);
            steps.deleted(snapshotId);
        } catch (SandboxHostFailure e) {
            // The row stays discarded: the next round comes back.
            LOG.log(Level.FINE, "snapshot=" + snapshotId + " could not be deleted yet: " + e.code(), e);
        }
    }
}
