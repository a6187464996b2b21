/** Bounds for what a door takes in at once: how many inside, how many bytes, how long. Knows neither who comes in nor what for. */
@NullMarked
package dev.openinspect.web.limits;

import org.jspecify.annotations.NullMarked;
