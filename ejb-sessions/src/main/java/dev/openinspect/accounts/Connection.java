package dev.openinspect.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connected account as its person sees it.
 *
 * @param brokenSince since when it must be connected again; null while it works
 */
public record Connection(
        String login,
        Instant connectedAt,
        @Nullable Instant brokenSince,
        @Nullable Damage damage) {}
