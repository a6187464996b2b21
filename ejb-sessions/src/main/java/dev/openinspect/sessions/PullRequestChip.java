package dev.openinspect.sessions;

/**
 * A session's newest pull request as lists show it.
 *
 * @param name {@code #} and its number
 * @param state {@code open}, {@code draft}, {@code merged} or {@code closed}
 */
public record PullRequestChip(String name, String url, String state) {}
