package dev.openinspect.changes;

import java.util.UUID;

/**
 * There are newer changes.
 *
 * @param frame for who watches: it says how many; whoever wants to see them asks
 */
record ChangesStored(UUID sessionId, String frame) {}
