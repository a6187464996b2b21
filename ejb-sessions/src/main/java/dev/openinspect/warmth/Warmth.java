package dev.openinspect.warmth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How warm a repository is.
 *
 * @param size how many sandboxes an administrator wants to be warm
 * @param ready how many are up and belong to nobody
 * @param starting how many are on their way
 * @param reason why the last one did not come up; null after one that did
 * @param nextTryAt when the next is tried after that
 */
public record Warmth(
        int size,
        int ready,
        int starting,
        @Nullable String reason,
        @Nullable Instant nextTryAt) {}
