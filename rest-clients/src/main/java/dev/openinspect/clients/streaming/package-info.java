/**
 * HTTP exchanges whose bodies are long: streamed both ways, never kept whole, and bounded in silence and total time. May lean on the Java platform only;
 * must not know who talks to whom.
 */
@NullMarked
package dev.openinspect.clients.streaming;

import org.jspecify.annotations.NullMarked;
