/** What both kinds of sockets need: sending without blocking, closing with a reason, and a watch over the silent ones. Knows no protocol. */
@NullMarked
package dev.openinspect.web.sockets;

import org.jspecify.annotations.NullMarked;
