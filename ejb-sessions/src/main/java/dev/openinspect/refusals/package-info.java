/** How the application says no: one exception with a stable code that every door translates into its own protocol. */
@NullMarked
package dev.openinspect.refusals;

import org.jspecify.annotations.NullMarked;
