package dev.openinspect.clients.github;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/** What a token of an installation is needed for, so that it can do no more than that. */
enum Need {
    /** To list what the installation gives. */
    LOOK("metadata: read"),
    /** Clone and fetch. */
    READ("metadata: read", "contents: read"),
    /** Push. */
    WRITE("metadata: read", "contents: write"),
    /** Open, edit and label pull requests as the App. */
    PULL_REQUESTS("metadata: read", "contents: read", "pull_requests: write"),
    /** See what the checks of a commit say. */
    CHECKS("metadata: read", "checks: read", "statuses: read");

    private final String permissions;

    /** @param permissions as {@code name: access} */
    Need(String... permissions) {
        this.permissions = String.join(", ", permissions);
    }

    /** As GitHub wants to read it. */
    JsonObject permissions() {
        var document = Json.createObjectBuilder();
        for (String permission : permissions.split(", ", -1)) {
            int colon = permission.indexOf(": ");
            document.add(permission.substring(0, colon), permission.substring(colon + 2));
        }
        return document.build();
    }
}
