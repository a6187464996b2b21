/** The one place that draws identifiers and secrets, so that tests can predict them. Leans on the Java platform only. */
@NullMarked
package dev.openinspect.ids;

import org.jspecify.annotations.NullMarked;
