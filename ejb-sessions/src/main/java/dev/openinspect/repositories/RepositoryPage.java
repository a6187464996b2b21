package dev.openinspect.repositories;

import java.util.List;

/** All repositories in the order of their names; there are at most {@link Repositories#MOST}. */
public record RepositoryPage(List<RepositoryView> repositories) {
    public RepositoryPage {
        repositories = List.copyOf(repositories);
    }
}
