package dev.openinspect.people;

import org.jspecify.annotations.Nullable;

/**
 * Someone to be added.
 *
 * @param password null lets the application choose one
 */
public record NewPerson(
        String email, String name, Role role, @Nullable String password) {
    /** Without the password: records end up in logs. */
    @Override
    public String toString() {
        return "NewPerson[email=" + email + ", role=" + role + "]";
    }
}
