/** The session log: the gapless sequence of events, how they become durable in group commits, and the feed that listeners follow. Knows no socket and no broker. */
@NullMarked
package dev.openinspect.log;

import org.jspecify.annotations.NullMarked;
