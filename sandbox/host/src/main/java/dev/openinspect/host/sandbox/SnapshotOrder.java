package dev.openinspect.host.sandbox;

import java.util.List;
import java.util.UUID;

/** An order to freeze what a session's layer holds now, checked; without these absolute paths of the sandbox. */
public record SnapshotOrder(UUID session, UUID snapshot, List<String> without) {
    private static final int MOST_PATHS = 64;
    private static final int LONGEST_PATH = 4096;

    public SnapshotOrder {
        if (without.size() > MOST_PATHS) {
            throw new IllegalArgumentException("without holds at most " + MOST_PATHS + " paths");
        }
        for (var path : without) {
            if (path.length() > LONGEST_PATH
                    || !path.matches("(/[^/\\p{Cntrl}]+)+")
                    || path.matches(".*/\\.{1,2}(/.*)?")) {
                throw new IllegalArgumentException(
                        "without takes absolute paths without . and .. and control characters");
            }
        }
        without = List.copyOf(without);
    }
}
