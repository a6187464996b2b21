package dev.openinspect.repositories;

/** How a repository is reached: by https, or as a bare repository on this machine below a configured root. */
public enum RepositoryKind {
    GIT,
    LOCAL
}
