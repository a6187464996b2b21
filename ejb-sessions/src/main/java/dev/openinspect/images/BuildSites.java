package dev.openinspect.images;

import java.util.UUID;

/** Sessions as images need them. Every call is inside the caller's transaction. */
public interface BuildSites {
    /** Makes a session that nobody sees, for an image of this branch, and asks for its sandbox. */
    UUID open(UUID repositoryId, String branch);

    /** Asks for its sandbox again: the last time there was no place, or the host had other trouble. */
    void askAgain(UUID sessionId);

    /** Locks the session's row until the end of the transaction; false if it is no more. Comes before locking an image of it. */
    boolean lock(UUID sessionId);

    /** Lets a sandbox that offered an image go on with its boot. */
    void proceed(UUID sessionId, int generation, String outcome);

    /** Later sessions of this branch begin with this baseline, unless something newer is there. */
    void baselineReady(UUID baseline, UUID repositoryId, String branch);

    /** Removes a session that {@link #open} made; its sandbox ends and its layer is deleted. */
    void close(UUID sessionId);
}
