package dev.openinspect.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of people in the order of their e-mail; {@code nextCursor} asks for what follows and is null at the end. */
public record PersonPage(
        List<PersonSummary> people, @Nullable String nextCursor) {
    public PersonPage {
        people = List.copyOf(people);
    }
}
