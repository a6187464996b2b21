package dev.openinspect.people;

import org.jspecify.annotations.Nullable;

/** What an administrator changes of a person; what is null stays. */
public record PersonChange(
        @Nullable String name,
        @Nullable Role role,
        @Nullable Boolean disabled) {}
