package dev.openinspect.clients.sandboxhost;

import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sandboxes on a machine that runs our sandbox host. */
@Stateless
@Local(SandboxProvider.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class LocalSandboxes implements SandboxProvider {
    private static final int LONGEST_LOG_PIECE = 1 << 20;
    private static final String UNKNOWN_SANDBOX = "unknown_sandbox";
    private static final String UNKNOWN_SNAPSHOT = "unknown_snapshot";

    @Inject
    HostCalls calls;

    @Inject
    Settings settings;

    @Override
    public Report create(Order order) {
        byte[] document = HostDocuments.order(order, settings.sandboxPort());
        return HostDocuments.report(calls.ask(host -> host.create(document)));
    }

    @Override
    public List<Report> list() {
        return HostDocuments.reports(calls.ask(SandboxHost::list));
    }

    @Override
    public Optional<Report> find(UUID sessionId, int generation) {
        return calls.find(UNKNOWN_SANDBOX, host -> host.find(sessionId, generation))
                .map(HostDocuments::report);
    }

    @Override
    public void stop(UUID sessionId, int generation, Duration grace) {
        byte[] document = HostDocuments.grace(grace);
        // The answer says how far the stop has come; list() and find() will say so too, later and more truly.
        var unused = calls.find(UNKNOWN_SANDBOX, host -> host.stop(sessionId, generation, document));
    }

    @Override
    public void destroy(UUID sessionId) {
        calls.order(host -> host.destroy(sessionId));
    }

    @Override
    public LogPiece log(UUID sessionId, int generation, long after, int limit) {
        int bounded = Math.clamp(limit, 1, LONGEST_LOG_PIECE);
        return HostDocuments.log(calls.ask(host -> host.log(sessionId, generation, after, bounded)));
    }

    @Override
    public Capabilities capabilities() {
        return HostDocuments.capabilities(calls.ask(SandboxHost::capabilities));
    }

    @Override
    public SnapshotReport snapshot(UUID sessionId, UUID snapshotId, List<String> without) {
        byte[] document = HostDocuments.snapshot(snapshotId, without);
        return HostDocuments.snapshot(calls.ask(host -> host.snapshot(sessionId, document)));
    }

    @Override
    public Optional<SnapshotReport> findSnapshot(UUID snapshotId) {
        return calls.find(UNKNOWN_SNAPSHOT, host -> host.findSnapshot(snapshotId))
                .map(HostDocuments::snapshot);
    }

    @Override
    public List<SnapshotReport> snapshots() {
        return HostDocuments.snapshots(calls.ask(SandboxHost::snapshots));
    }

    @Override
    public void deleteSnapshot(UUID snapshotId) {
        calls.order(host -> host.deleteSnapshot(snapshotId));
    }
}
