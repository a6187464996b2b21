package dev.openinspect.sandboxes;

import java.util.UUID;

/**
 * What a sandbox's token opens: one session, its repository, and the branch it may push.
 *
 * @param build whether it is there to build an image: then it only reads
 */
public record SandboxSession(
        UUID sessionId, UUID repositoryId, String workBranch, String repositoryName, boolean build) {}
