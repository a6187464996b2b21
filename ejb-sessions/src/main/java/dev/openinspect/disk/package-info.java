/** How much room is left on the disks that this node and its database write to. Leans on the settings; knows nothing of what is stored. */
@NullMarked
package dev.openinspect.disk;

import org.jspecify.annotations.NullMarked;
