package dev.openinspect.sandboxes;

import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The snapshots of {@link FakeSandboxes}, whose lock guards them: one is being taken until a test says that it is whole or failed. */
final class FakeSnapshots {
    static final Instant TAKEN_AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final long BYTES = 52_428_800;
    private static final long FILES = 1_200;

    private final Map<UUID, SnapshotReport> all = new LinkedHashMap<>();
    private final Map<UUID, List<String>> leftOut = new LinkedHashMap<>();

    SnapshotReport take(UUID sessionId, UUID snapshotId, List<String> without) {
        SnapshotReport known = all.get(snapshotId);
        if (known != null) {
            return known;
        }
        if (all.values().stream()
                .anyMatch(one -> one.sessionId().equals(sessionId) && one.state() == SnapshotState.TAKING)) {
            throw busy();
        }
        SnapshotReport report = new SnapshotReport(snapshotId, sessionId, SnapshotState.TAKING, 0, 0, null, TAKEN_AT);
        all.put(snapshotId, report);
        leftOut.put(snapshotId, List.copyOf(without));
        return report;
    }

    void end(UUID snapshotId, @Nullable String failure) {
        all.computeIfPresent(
                snapshotId,
                (id, known) -> failure == null
                        ? new SnapshotReport(id, known.sessionId(), SnapshotState.READY, BYTES, FILES, null, TAKEN_AT)
                        : new SnapshotReport(id, known.sessionId(), SnapshotState.FAILED, 0, 0, failure, TAKEN_AT));
    }

    List<String> leftOut(UUID snapshotId) {
        return leftOut.getOrDefault(snapshotId, List.of());
    }

    Optional<SnapshotReport> find(UUID snapshotId) {
        return Optional.ofNullable(all.get(snapshotId));
    }

    List<SnapshotReport> all() {
        return List.copyOf(all.values());
    }

    void delete(UUID snapshotId) {
        SnapshotReport known = all.get(snapshotId);
        if (known != null && known.state() == SnapshotState.TAKING) {
            throw busy();
        }
        all.remove(snapshotId);
    }

    void requireUsable(UUID snapshotId) {
        SnapshotReport known = find(snapshotId)
                .orElseThrow(() -> new SandboxHostFailure(
                        "unknown_snapshot", "There is no such snapshot here.", false, null, null));
        switch (known.state()) {
            case READY -> {}
            case TAKING -> throw busy();
            case FAILED ->
                throw new SandboxHostFailure("snapshot_unusable", "This snapshot was never whole.", false, null, null);
        }
    }

    private static SandboxHostFailure busy() {
        return new SandboxHostFailure("snapshot_busy", "A snapshot is being taken.", true, Duration.ofSeconds(2), null);
    }
}
