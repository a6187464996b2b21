package dev.openinspect.repositories;

import java.util.Optional;

/** The two services of Git's smart protocol, named from the side of the repository. */
public enum GitService {
    /** Gives objects away: clone and fetch. */
    UPLOAD_PACK("git-upload-pack"),
    /** Takes objects in: push. */
    RECEIVE_PACK("git-receive-pack");

    private final String wireName;

    GitService(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<GitService> of(String wireName) {
        for (GitService service : values()) {
            if (service.wireName.equals(wireName)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
