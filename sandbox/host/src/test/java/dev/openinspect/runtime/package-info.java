/** A stand-in for the real runtime's program, with which tests look at a sandbox from inside. */
package dev.openinspect.runtime;
