package dev.openinspect.repositories;

import org.jspecify.annotations.Nullable;

/**
 * A wish to register a repository.
 *
 * @param url https address, or an absolute path below a configured root
 * @param defaultBranch null takes the remote's own
 * @param credential {@code user:password} for https, or null
 */
public record NewRepository(
        String name,
        String url,
        @Nullable String defaultBranch,
        @Nullable String description,
        @Nullable String credential) {
    public NewRepository {
        name = RepositoryRules.name(name);
        url = RepositoryRules.url(url);
        defaultBranch = defaultBranch == null || defaultBranch.isBlank() ? null : RepositoryRules.branch(defaultBranch);
        description = RepositoryRules.description(description == null ? "" : description);
        credential = credential == null || credential.isEmpty() ? null : RepositoryRules.credential(credential);
        if (credential != null && RepositoryRules.kind(url) == RepositoryKind.LOCAL) {
            throw dev.openinspect.refusals.Refused.invalid("A local repository takes no credential.");
        }
    }

    public RepositoryKind kind() {
        return RepositoryRules.kind(url);
    }

    /** Everything but the credential. */
    @Override
    public String toString() {
        return "NewRepository[" + name + " " + url + "]";
    }
}
