/**
 * What nothing in a sandbox can do: every protection of docs/isolation.md tried by the agent itself, through the console's API, the real
 * OpenCode and the production launcher. Leans on the installation and the clients of {@code dev.openinspect.system}; must not know how a
 * protection is built, so that it can tell when one is gone.
 */
@NullMarked
package dev.openinspect.isolation;

import org.jspecify.annotations.NullMarked;
