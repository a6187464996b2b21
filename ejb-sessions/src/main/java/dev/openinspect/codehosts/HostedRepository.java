package dev.openinspect.codehosts;

import org.jspecify.annotations.Nullable;

/**
 * What the code host says of a repository.
 *
 * @param webUrl where people look at it
 * @param cloneUrl https address for Git
 * @param defaultBranch null while it is empty
 */
public record HostedRepository(
        HostedPlace place,
        String webUrl,
        String cloneUrl,
        @Nullable String defaultBranch,
        String description,
        boolean archived,
        boolean isPrivate) {}
