/**
 * Secrets of the installation and of repositories, from their writing to the sandbox that gets them, and the ports for what only cryptography can do:
 * sealing, deriving tokens, hashing passwords. Values go in and come out for a sandbox only. Leans on people and repositories; knows no algorithm of
 * encryption.
 */
@NullMarked
package dev.openinspect.secrets;

import org.jspecify.annotations.NullMarked;
