package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.SandboxKey;
import dev.openinspect.host.sandbox.SnapshotDocument;
import dev.openinspect.host.sandbox.SnapshotOrder;
import dev.openinspect.host.sandbox.SnapshotStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Without walls a session's processes and files are not told apart from others', so nothing can be held still and frozen. */
public final class NoSnapshots implements SnapshotStore {
    @Override
    public boolean supported() {
        return false;
    }

    @Override
    public List<SnapshotDocument> list() {
        return List.of();
    }

    @Override
    public Optional<String> objection(UUID snapshot) {
        return Optional.of("This host cannot take snapshots.");
    }

    @Override
    public SnapshotDocument take(
            SnapshotOrder order,
            Optional<SandboxKey> sandbox,
            OptionalLong holder,
            Supplier<Optional<String>> objection)
            throws IOException {
        throw new IOException("This host cannot take snapshots.");
    }

    @Override
    public void delete(UUID snapshot) {
        // There is none.
    }
}
