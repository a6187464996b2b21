package dev.openinspect.repositories;

import java.util.Optional;

/** Which branches a session may push: its own, those that begin with its name and a dash, and never the default branch. */
public record PushRule(String workBranch, String defaultBranch) {
    private static final String BRANCHES = "refs/heads/";

    public PushRule {
        if (workBranch.isEmpty() || defaultBranch.isEmpty()) {
            throw new IllegalArgumentException("a push rule needs both branches");
        }
    }

    /** Why this reference may not be created, moved or deleted; empty if it may. */
    public Optional<String> refusal(String reference) {
        if (reference.equals(BRANCHES + defaultBranch)) {
            return Optional.of("the default branch cannot be pushed from a session");
        }
        if (reference.equals(BRANCHES + workBranch) || reference.startsWith(BRANCHES + workBranch + "-")) {
            return Optional.empty();
        }
        return Optional.of("this session may push only " + workBranch + " and branches that begin with it and a dash");
    }
}
