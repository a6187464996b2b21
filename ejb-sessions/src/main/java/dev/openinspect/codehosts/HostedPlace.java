package dev.openinspect.codehosts;

/**
 * A repository at the code host.
 *
 * @param installation the app's installation through which it is reached
 * @param repository the host's id of the repository, which outlives renames
 * @param fullName {@code owner/name} as it was last seen
 */
public record HostedPlace(long installation, long repository, String fullName) {
    public HostedPlace {
        if (installation <= 0 || repository <= 0 || fullName.indexOf('/') < 1) {
            throw new IllegalArgumentException("a hosted place needs an installation, a repository and owner/name");
        }
    }

    public String owner() {
        return fullName.substring(0, fullName.indexOf('/'));
    }

    public String name() {
        return fullName.substring(fullName.indexOf('/') + 1);
    }
}
