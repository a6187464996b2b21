package dev.openinspect.people;

import org.jspecify.annotations.Nullable;

/**
 * A person and the password that the application chose for them. It is shown once and kept nowhere.
 *
 * @param password null if whoever asked brought one
 */
public record ChosenPassword(PersonSummary person, @Nullable String password) {
    @Override
    public String toString() {
        return "ChosenPassword[person=" + person.id() + "]";
    }
}
