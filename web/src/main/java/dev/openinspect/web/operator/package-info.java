/** The operator's door: whoever can read the installation's key file gets back in. Leans on people; knows nobody who asks. */
@NullMarked
package dev.openinspect.web.operator;

import org.jspecify.annotations.NullMarked;
