package dev.openinspect.people;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a door has established it.
 *
 * @param onlySession the one session that a stream token opens; null for every other way in
 */
public record Caller(
        UUID personId,
        String name,
        String email,
        Role role,
        Scope scope,
        @Nullable UUID onlySession) {
    public Caller {
        requireNonNull(personId, "personId");
        requireNonNull(name, "name");
        requireNonNull(email, "email");
        requireNonNull(role, "role");
        requireNonNull(scope, "scope");
    }
}
