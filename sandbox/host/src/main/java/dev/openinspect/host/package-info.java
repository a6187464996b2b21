/**
 * The program itself: reads its configuration, checks the machine, puts the parts together and listens on loopback. It may
 * lean on all packages below it; none of them knows it.
 */
@NullMarked
package dev.openinspect.host;

import org.jspecify.annotations.NullMarked;
