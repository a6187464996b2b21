package dev.openinspect.images;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox is told about images when it boots.
 *
 * @param known keys of the images that there are already; null if it shall not offer one
 * @param build what it does if it is there for an image only; null in a session's
 */
public record ImagePlan(
        @Nullable Set<String> known, @Nullable Build build) {
    public static final ImagePlan NONE = new ImagePlan(null, null);

    public ImagePlan {
        known = known == null ? null : Set.copyOf(known);
    }

    /**
     * A build.
     *
     * @param command run after the setup hook, or null
     * @param seconds that it may take
     */
    public record Build(@Nullable String command, long seconds) {}
}
