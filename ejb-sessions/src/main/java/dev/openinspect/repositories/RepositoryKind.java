package dev.openinspect.repositories;

/** How a repository is reached: by https, as a bare repository on this machine below a configured root, or through the app at a code host. */
public enum RepositoryKind {
    GIT,
    LOCAL,
    HOSTED
}
