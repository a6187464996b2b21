/** Whether this node lives and whether it can serve, for {@code /health/live} and {@code /health/ready}. Leans on the installation's own word and the database. */
@NullMarked
package dev.openinspect.web.health;

import org.jspecify.annotations.NullMarked;
