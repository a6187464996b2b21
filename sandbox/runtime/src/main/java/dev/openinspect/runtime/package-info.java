/**
 * The program inside a sandbox: reads the boot file, starts the bridge, brings the sandbox up and ends with an exit code that says why.
 * It leans on every package below it; nothing leans on it. It must not know how an event is sent or how OpenCode is spoken to.
 */
@NullMarked
package dev.openinspect.runtime;

import org.jspecify.annotations.NullMarked;
