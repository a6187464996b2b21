/** State machines as tables that code asks, SQL takes its lists from, and a test walks and draws. Knows no particular machine. */
@NullMarked
package dev.openinspect.transitions;

import org.jspecify.annotations.NullMarked;
