/**
 * Tests that run inside of the application server, next to the application's own classes, and the servers that tests start for themselves.
 * Leans on Arquillian, on the EAR as it is built and on the application's public classes; must not touch the installation that the other
 * tests use.
 */
@NullMarked
package dev.openinspect.container;

import org.jspecify.annotations.NullMarked;
