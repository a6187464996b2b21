/** The sandbox of a session: its life as a transition table, the decision what to do next, its orders and the port to sandbox hosts. Knows no vendor and no HTTP. */
@NullMarked
package dev.openinspect.sandboxes;

import org.jspecify.annotations.NullMarked;
