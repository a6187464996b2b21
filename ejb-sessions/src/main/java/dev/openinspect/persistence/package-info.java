/** How Java values become columns: converters that JPA applies by itself. Knows no entity. */
@NullMarked
package dev.openinspect.persistence;

import org.jspecify.annotations.NullMarked;
