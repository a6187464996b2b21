/** Ports for what only cryptography can do: sealing credentials, deriving tokens, hashing passwords. Knows no algorithm. */
@NullMarked
package dev.openinspect.secrets;

import org.jspecify.annotations.NullMarked;
