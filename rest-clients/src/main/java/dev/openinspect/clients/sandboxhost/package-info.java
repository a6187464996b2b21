/**
 * Speaks docs/sandbox-host-api.md to the machine that runs sandboxes. May lean on the sandboxes port and the configuration; must not know why a sandbox
 * is wanted.
 */
@NullMarked
package dev.openinspect.clients.sandboxhost;

import org.jspecify.annotations.NullMarked;
