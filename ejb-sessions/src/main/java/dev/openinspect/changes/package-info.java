/**
 * What a session changed in its working tree since its start, file by file: taken from its sandbox, kept when the sandbox is gone, shown to
 * who may read the session. Leans on the log's feed to tell watchers; knows nothing of Git and of how the differences are drawn.
 */
@NullMarked
package dev.openinspect.changes;

import org.jspecify.annotations.NullMarked;
