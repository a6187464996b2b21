/**
 * Runs OpenCode and turns what it does into our events: its process, its HTTP API, its event stream, and the life of a turn. Leans on
 * {@code bridge} for commands and events and on {@code workspace} through {@link dev.openinspect.runtime.agent.TurnWork}; it must not
 * know sockets, Git or the order of a boot.
 */
@NullMarked
package dev.openinspect.runtime.agent;

import org.jspecify.annotations.NullMarked;
