/**
 * The change of the master key: finds every sealed value by the owners of its column, seals it anew, and says which keys are still needed. Leans on the
 * vault's port; must not know what the values are for.
 */
@NullMarked
package dev.openinspect.keys;

import org.jspecify.annotations.NullMarked;
