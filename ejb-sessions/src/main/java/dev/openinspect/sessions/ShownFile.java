package dev.openinspect.sessions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that the agent left with its session, without its bytes.
 *
 * @param id also of its blob
 * @param title what it shows, or null
 * @param sha256 of its bytes, in hex
 */
public record ShownFile(
        UUID id,
        UUID sessionId,
        Kind kind,
        String name,
        @Nullable String title,
        String mediaType,
        long bytes,
        String sha256) {

    /** Where people and programs get its bytes, below the address of the installation. */
    public String contentPath() {
        return Artifact.contentPath(sessionId, id);
    }

    /** How it is shown: a picture or a video in its place, everything else as something to save. */
    public enum Kind {
        IMAGE,
        VIDEO,
        REPORT
    }
}
