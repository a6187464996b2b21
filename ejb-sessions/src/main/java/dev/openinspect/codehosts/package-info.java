/**
 * Ports to a code host at which this installation is registered as an app: repositories, personal access of people, pull requests, hooks. Knows no vendor;
 * the values are the host's own ids and names. May lean on the repositories ports; must not know sessions or sandboxes.
 */
@NullMarked
package dev.openinspect.codehosts;

import org.jspecify.annotations.NullMarked;
