/**
 * Reads and writes JSON in one configuration, so that limits and manners are the same at every edge. Leans on Jackson only and must
 * know no frame, event or file of ours.
 */
@NullMarked
package dev.openinspect.runtime.json;

import org.jspecify.annotations.NullMarked;
