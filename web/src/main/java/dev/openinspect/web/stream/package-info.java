/**
 * The live stream of a session: a socket with a cursor that follows the log, and who is present. Leans on the feed and the session
 * boundaries; what it shows it never parses. Protocol: docs/live-stream.md.
 */
@NullMarked
package dev.openinspect.web.stream;

import org.jspecify.annotations.NullMarked;
