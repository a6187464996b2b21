/** Tests of this package. They build plain objects where they can and use real programs where the package does. */
@NullMarked
package dev.openinspect.runtime.agent;

import org.jspecify.annotations.NullMarked;
