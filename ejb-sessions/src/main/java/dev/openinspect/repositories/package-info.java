/** Git repositories that sessions may work on, and the port to the places that hold them. Knows no vendor and no session. */
@NullMarked
package dev.openinspect.repositories;

import org.jspecify.annotations.NullMarked;
