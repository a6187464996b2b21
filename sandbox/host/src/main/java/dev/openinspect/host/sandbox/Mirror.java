package dev.openinspect.host.sandbox;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The repository of which a sandbox on an empty layer is shown the host's copy: that of its session, as the control plane says.
 *
 * @param key the repository for ever, whatever it is called
 * @param repository its name at the control plane's Git door
 * @param branch the one that the session begins at, which the copy is to have
 */
public record Mirror(UUID key, String repository, String branch) {
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** What git would take for an option, a pattern or another reference is refused here, once. */
    private static final Pattern BRANCH =
            Pattern.compile("(?!-)(?!.*\\.\\.)(?!.*@\\{)[^\\s~^:?*\\[\\\\\\p{Cntrl}]{1,250}");

    public Mirror {
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException(
                    "mirror.repository must be a name of up to 100 letters, digits and . _ -");
        }
        if (!BRANCH.matcher(branch).matches()) {
            throw new IllegalArgumentException("mirror.branch must be the name of a branch");
        }
    }
}
