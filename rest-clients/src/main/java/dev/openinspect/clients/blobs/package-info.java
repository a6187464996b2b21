/** Artifacts' bytes in a folder of a file system: the adapter behind {@link dev.openinspect.artifacts.Blobs}. Knows nothing of what the bytes are. */
@NullMarked
package dev.openinspect.clients.blobs;

import org.jspecify.annotations.NullMarked;
