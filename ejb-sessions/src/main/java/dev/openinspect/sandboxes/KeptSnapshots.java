package dev.openinspect.sandboxes;

import java.util.Set;
import java.util.UUID;

/** Whoever has snapshots at the host says so here: what nobody names is an orphan and is deleted there. */
public interface KeptSnapshots {
    /** The snapshots at the host that are still needed, or are being taken or deleted by their owner. A row comes before the order to the host. */
    Set<UUID> kept();
}
