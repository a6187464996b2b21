/**
 * Keeps secrets from leaving the sandbox by accident: the tmpfs file they live in and the redaction of everything that is reported.
 * Leans on the text package only and must not know who sends what where. It does not stop an agent that wants to leak; it stops logs,
 * diffs and tool output from carrying secrets by carelessness.
 */
@NullMarked
package dev.openinspect.runtime.secrets;

import org.jspecify.annotations.NullMarked;
