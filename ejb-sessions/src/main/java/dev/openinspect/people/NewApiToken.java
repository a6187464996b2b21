package dev.openinspect.people;

import org.jspecify.annotations.Nullable;

/**
 * A token to be made.
 *
 * @param days how long it lives; null means 90
 */
public record NewApiToken(
        String name, Scope scope, @Nullable Integer days) {}
