/**
 * The rules of the architecture, as tests that say why. They read the compiled classes and the sources of every module
 * and lean on ArchUnit alone. Each rule is also shown a small class in {@code fixtures} that breaks it, because a rule
 * that never fails proves nothing. They must not know how anything behaves; that is for the other tests.
 */
@NullMarked
package dev.openinspect.architecture;

import org.jspecify.annotations.NullMarked;
