package dev.openinspect.images;

import java.util.regex.Pattern;

/**
 * What a sandbox must have in common with an image so that the setup need not run again.
 *
 * @param setup fingerprint of the setup hook, or {@code none}
 * @param runtime version of the runtime
 */
public record ImageKey(String setup, String runtime) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._+-]{1,64}");

    public ImageKey {
        if (!WORD.matcher(setup).matches() || !WORD.matcher(runtime).matches()) {
            throw new IllegalArgumentException("not a key of an image");
        }
    }

    /** As the sandbox compares it. */
    @Override
    public String toString() {
        return setup + "@" + runtime;
    }
}
