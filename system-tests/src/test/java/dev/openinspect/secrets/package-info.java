/** Secrets from the API to the sandbox, and that they are found nowhere else. Knows the installation by its addresses and its script. */
@NullMarked
package dev.openinspect.secrets;

import org.jspecify.annotations.NullMarked;
