package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Keeps what layers held at one moment on this machine's disk, and copies it there. */
public interface SnapshotStore {
    /** Whether this machine can do that at all. */
    boolean supported();

    /** All that are here, those that cannot be used as failed ones with the reason. */
    List<SnapshotDocument> list() throws IOException;

    /** The sentence why no layer can be made from this snapshot now, or nothing when one can. */
    Optional<String> objection(UUID snapshot);

    /**
     * Copies a layer; what it returns is lasting. When it fails, as it does when the sandbox ends under the copy, nothing of the copy is left.
     *
     * @param sandbox the one that runs on the layer
     * @param holder process 1 of that sandbox's outer namespaces; empty when none runs, which is then so until this returns
     * @param objection asked again and again: a sentence ends the copy, which fails with it
     */
    SnapshotDocument take(
            SnapshotOrder order,
            Optional<SandboxKey> sandbox,
            OptionalLong holder,
            Supplier<Optional<String>> objection)
            throws IOException, InterruptedException;

    /** Takes a snapshot out of the list at once; its space is freed in the background, as soon as nothing builds on it. */
    void delete(UUID snapshot) throws IOException;
}
