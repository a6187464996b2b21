/**
 * What may be in a text that leaves the sandbox, and how it is cut: by UTF-8 bytes, never through a character. Leans on nothing and
 * must not know what the texts mean.
 */
@NullMarked
package dev.openinspect.runtime.text;

import org.jspecify.annotations.NullMarked;
