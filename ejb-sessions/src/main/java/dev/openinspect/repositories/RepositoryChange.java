package dev.openinspect.repositories;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall become different; null leaves a thing as it is.
 *
 * @param credential {@code user:password}; an empty text removes the one there is
 * @param aliases other names that people have for it, at most 10
 * @param keywords what it is about, at most 10
 * @param readable names of repositories that its sessions may read besides, at most 10
 * @param lifetimeMinutes lifetime of a sandbox, 15 to 1440
 */
public record RepositoryChange(
        @Nullable String defaultBranch,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable String credential,
        @Nullable List<String> aliases,
        @Nullable List<String> keywords,
        @Nullable List<String> readable,
        @Nullable Integer lifetimeMinutes) {
    public RepositoryChange {
        defaultBranch = defaultBranch == null ? null : RepositoryRules.branch(defaultBranch);
        description = description == null ? null : RepositoryRules.description(description);
        credential = credential == null || credential.isEmpty() ? credential : RepositoryRules.credential(credential);
        aliases = aliases == null ? null : RepositoryRules.words("aliases", aliases);
        keywords = keywords == null ? null : RepositoryRules.words("keywords", keywords);
        readable = readable == null ? null : RepositoryRules.words("readable repositories", readable);
        lifetimeMinutes = lifetimeMinutes == null ? null : RepositoryRules.lifetime(lifetimeMinutes);
    }

    /** Everything but the credential. */
    @Override
    public String toString() {
        return "RepositoryChange[defaultBranch=" + defaultBranch + ", enabled=" + enabled + "]";
    }
}
