package dev.openinspect.repositories;

import java.util.UUID;

/** What everyone may know of a repository; the credential is not part of it. */
public record RepositoryView(
        UUID id,
        String name,
        RepositoryKind kind,
        String url,
        String defaultBranch,
        String description,
        boolean enabled,
        boolean demo) {}
