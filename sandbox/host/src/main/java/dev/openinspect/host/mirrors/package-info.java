/**
 * This machine's own copies of repositories, from which fresh clones take what is there: how they are fetched through the control
 * plane's Git door, kept within limits and thrown away. Nothing depends on them: whatever fails here is told in the log, and a clone
 * fetches everything itself. It may lean on {@code sandbox} and must not know how a sandbox is walled off.
 */
@NullMarked
package dev.openinspect.host.mirrors;

import org.jspecify.annotations.NullMarked;
