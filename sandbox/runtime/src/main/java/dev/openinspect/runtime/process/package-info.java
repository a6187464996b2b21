/**
 * Starts programs in process groups of their own, waits with a limit, and ends them with everything they started. Leans on the
 * operating system (setsid, kill) and must not know which programs these are.
 */
@NullMarked
package dev.openinspect.runtime.process;

import org.jspecify.annotations.NullMarked;
