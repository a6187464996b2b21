/** Which language models prompts may use, and the port to their endpoints. Knows neither vendors nor keys. */
@NullMarked
package dev.openinspect.models;

import org.jspecify.annotations.NullMarked;
