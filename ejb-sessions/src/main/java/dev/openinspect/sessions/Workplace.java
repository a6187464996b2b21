package dev.openinspect.sessions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a session works and for whom, for those who do something with its branch.
 *
 * @param pushedCommit the last commit of the work branch that its sandbox has reported as pushed; null before the first push
 * @param running the prompt that runs now, or null
 */
public record Workplace(
        UUID sessionId,
        String title,
        UUID repositoryId,
        String baseBranch,
        String workBranch,
        @Nullable String pushedCommit,
        @Nullable Running running) {

    /** A running prompt and whose it is. */
    public record Running(UUID promptId, UUID authorId) {}
}
