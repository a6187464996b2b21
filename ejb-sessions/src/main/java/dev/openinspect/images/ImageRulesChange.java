package dev.openinspect.images;

import org.jspecify.annotations.Nullable;

/**
 * What shall become different in a repository's rules; null leaves a thing as it is.
 *
 * @param command an empty text removes the one there is
 */
public record ImageRulesChange(
        @Nullable Boolean prebuild,
        @Nullable Integer everyMinutes,
        @Nullable String command) {
    public ImageRulesChange {
        // Checked before anything is changed.
        var unused =
                new ImageRules(false, everyMinutes == null ? ImageRules.DEFAULT.everyMinutes() : everyMinutes, command);
    }

    /** Whether there is nothing to change. */
    boolean isEmpty() {
        return prebuild == null && everyMinutes == null && command == null;
    }

    ImageRules appliedTo(ImageRules before) {
        return new ImageRules(
                prebuild == null ? before.prebuild() : prebuild,
                everyMinutes == null ? before.everyMinutes() : everyMinutes,
                command == null ? before.command() : command);
    }
}
