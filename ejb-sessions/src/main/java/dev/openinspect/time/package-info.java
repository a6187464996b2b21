/** The one place that reads the machine's clock; everything else is given a {@link java.time.Clock}, so that tests can move it. */
@NullMarked
package dev.openinspect.time;

import org.jspecify.annotations.NullMarked;
