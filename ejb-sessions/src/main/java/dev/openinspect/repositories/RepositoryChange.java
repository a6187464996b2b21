package dev.openinspect.repositories;

import org.jspecify.annotations.Nullable;

/**
 * What shall become different; null leaves a thing as it is.
 *
 * @param credential {@code user:password}; an empty text removes the one there is
 */
public record RepositoryChange(
        @Nullable String defaultBranch,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable String credential) {
    public RepositoryChange {
        defaultBranch = defaultBranch == null ? null : RepositoryRules.branch(defaultBranch);
        description = description == null ? null : RepositoryRules.description(description);
        credential = credential == null || credential.isEmpty() ? credential : RepositoryRules.credential(credential);
    }

    /** Everything but the credential. */
    @Override
    public String toString() {
        return "RepositoryChange[defaultBranch=" + defaultBranch + ", enabled=" + enabled + "]";
    }
}
