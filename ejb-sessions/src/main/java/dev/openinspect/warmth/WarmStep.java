package dev.openinspect.warmth;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What to do next with a warm pool. */
sealed interface WarmStep {
    UUID repositoryId();

    /** One more is wanted, and there is a place for it. */
    record Make(UUID repositoryId) implements WarmStep {}

    /** It is not wanted any longer, or of no use. */
    record GiveUp(UUID repositoryId, UUID sessionId, String why) implements WarmStep {}

    /** It did not come up: it goes, and the next one waits. */
    record Fail(UUID repositoryId, UUID sessionId, @Nullable String reason) implements WarmStep {}

    /** One is up: earlier failures no longer count. */
    record Forgive(UUID repositoryId) implements WarmStep {}
}
