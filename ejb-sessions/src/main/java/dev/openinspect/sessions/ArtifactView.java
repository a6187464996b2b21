package dev.openinspect.sessions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a session made.
 *
 * @param kind {@code branch}, {@code pull_request}, {@code image}, {@code video} or {@code report}; the last three are files
 * @param url of a pull request at the code host; of a file the path below this installation's address
 * @param state what has become of it, where that can change: {@code open}, {@code draft}, {@code merged} or {@code closed} for a pull request
 * @param mediaType of a file, found by its content; null for anything else, as is the next
 * @param bytes of a file
 * @param promptId during which it was made, if that prompt still stands
 */
public record ArtifactView(
        UUID id,
        String kind,
        String name,
        @Nullable String url,
        String detail,
        @Nullable String state,
        @Nullable String mediaType,
        @Nullable Long bytes,
        @Nullable UUID promptId,
        Instant createdAt) {}
