/**
 * The model gateway of sandboxes: the calls of an agent to its language model, without keys. Leans on the models port; knows neither vendors nor sessions.
 */
@NullMarked
package dev.openinspect.web.modelgate;

import org.jspecify.annotations.NullMarked;
