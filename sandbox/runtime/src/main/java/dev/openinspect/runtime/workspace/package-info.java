/**
 * The session's clone: brings it up without losing work, sets whose commits they are, reports what changed and pushes the session's
 * branch. Leans on {@code process}, {@code bridge} for events, and {@code agent} for the one interface it implements; it must not know
 * OpenCode or sockets.
 */
@NullMarked
package dev.openinspect.runtime.workspace;

import org.jspecify.annotations.NullMarked;
