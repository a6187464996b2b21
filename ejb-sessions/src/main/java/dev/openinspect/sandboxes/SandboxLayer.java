package dev.openinspect.sandboxes;

import dev.openinspect.persistence.OptionalIdConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a sandbox's row knows of the session's files at the host: whether there are any, from what they were made, and to what they shall go back. */
@MappedSuperclass
public abstract class SandboxLayer {
    @Enumerated(EnumType.STRING)
    Layer layer = Layer.NONE;

    @Column(name = "start_snapshot_id")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID startSnapshotId;

    @Column(name = "restore_snapshot_id")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID restoreSnapshotId;

    @Column(name = "restore_asked_by")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID restoreAskedBy;

    /** What the session's files are. */
    public enum Layer {
        /** There were never any. */
        NONE,
        KEPT,
        /** They cannot be mounted: the next generation needs new ones. */
        LOST
    }

    public Layer layer() {
        return layer;
    }

    /** From what the layer of the latest generation was to be made anew; null for the kept one, or an empty one. */
    public @Nullable UUID startSnapshotId() {
        return startSnapshotId;
    }

    /** To what the session shall go back with its next start, or null. */
    public @Nullable UUID restoreSnapshotId() {
        return restoreSnapshotId;
    }

    /** Who wants it to. */
    public @Nullable UUID restoreAskedBy() {
        return restoreAskedBy;
    }

    /** The session shall go back to a snapshot: its next generation starts from that. */
    public void goBack(UUID snapshotId, UUID personId) {
        restoreSnapshotId = snapshotId;
        restoreAskedBy = personId;
    }

    /** It has gone back, or it does not. */
    public void dropRestore() {
        restoreSnapshotId = null;
        restoreAskedBy = null;
    }

    /** The latest generation is to start from this, or from the kept layer if null. */
    public void startFrom(@Nullable UUID snapshotId) {
        startSnapshotId = snapshotId;
    }

    /** The host has made or taken the layer of the latest generation; says whether it was made anew from a snapshot just now. */
    public boolean layerMade() {
        boolean restored =
                startSnapshotId != null && (layer != Layer.KEPT || startSnapshotId.equals(restoreSnapshotId));
        if (startSnapshotId != null && startSnapshotId.equals(restoreSnapshotId)) {
            dropRestore();
        }
        layer = Layer.KEPT;
        return restored;
    }

    /** The layer cannot be mounted. */
    public void layerLost() {
        layer = Layer.LOST;
    }
}
