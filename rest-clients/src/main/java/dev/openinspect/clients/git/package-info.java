/**
 * Git repositories by JGit: local ones in process, remote ones over https with the stored credential. May lean on the repositories ports, streaming and the
 * configuration; must not know sessions or sandboxes.
 */
@NullMarked
package dev.openinspect.clients.git;

import org.jspecify.annotations.NullMarked;
