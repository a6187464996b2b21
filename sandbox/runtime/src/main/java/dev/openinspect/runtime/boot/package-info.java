/**
 * How a sandbox comes up: where its files are, what the host tells it, and the phases clone, setup, start, agent and ready, each
 * reported. Leans on {@code bridge}, {@code agent}, {@code workspace} and {@code process}; it must not know sockets or OpenCode's API.
 */
@NullMarked
package dev.openinspect.runtime.boot;

import org.jspecify.annotations.NullMarked;
