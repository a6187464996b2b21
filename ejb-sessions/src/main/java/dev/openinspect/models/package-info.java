/** Which language models prompts may use. Knows neither their vendors nor their protocols. */
@NullMarked
package dev.openinspect.models;

import org.jspecify.annotations.NullMarked;
