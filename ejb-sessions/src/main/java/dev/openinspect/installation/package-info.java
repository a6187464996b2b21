/** The start of the application: migrations first, then what every installation has, then everything else. Knows no server and no protocol. */
@NullMarked
package dev.openinspect.installation;

import org.jspecify.annotations.NullMarked;
