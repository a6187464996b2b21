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
 */
public record RepositoryChange(
        @Nullable String defaultBranch,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable String credential,
        @Nullable List<String> aliases,
        @Nullable List<String> keywords,
        @Nullable List<String> readable) {
    public RepositoryChange {
        defaultBranch = defaultBranch == null ? null : RepositoryRules.branch(defaultBranch);
        description = description == null ? null : RepositoryRules.description(description);
        credential = credential == null || credential.isEmpty() ? credential : RepositoryRules.credential(credential);
        aliases = aliases == null ? null : RepositoryRules.words("aliases", aliases);
        keywords = keywords == null ? null : RepositoryRules.words("keywords", keywords);
        readable = readable == null ? null : RepositoryRules.words("readable repositories", readable);
    }

    /** Everything but the credential. */
    @Override
    public String toString() {
        return "RepositoryChange[defaultBranch=" + defaultBranch + ", enabled=" + enabled + "]";
    }
}
