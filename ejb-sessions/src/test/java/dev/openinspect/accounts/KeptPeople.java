package dev.openinspect.accounts;

import dev.openinspect.people.Arrivals;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.people.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** People without a database. */
final class KeptPeople extends Arrivals {
    private final List<PersonSummary> people = new ArrayList<>();

    PersonSummary person(String email) {
        return add(email, email, email, Role.MEMBER);
    }

    void disable(PersonSummary person) {
        people.replaceAll(known -> known.id().equals(person.id()) ? copy(known, true) : known);
    }

    List<PersonSummary> all() {
        return List.copyOf(people);
    }

    @Override
    public Optional<PersonSummary> find(UUID personId) {
        return people.stream().filter(person -> person.id().equals(personId)).findFirst();
    }

    @Override
    public List<PersonSummary> having(List<String> emails) {
        List<String> folded =
                emails.stream().map(email -> email.toLowerCase(Locale.ROOT)).toList();
        return people.stream()
                .filter(person -> folded.contains(person.email().toLowerCase(Locale.ROOT)))
                .toList();
    }

    @Override
    public PersonSummary add(String email, String name, String otherName, Role role) {
        PersonSummary person = new PersonSummary(UUID.randomUUID(), email, name, role, false, false, Instant.EPOCH);
        people.add(person);
        return person;
    }

    private static PersonSummary copy(PersonSummary person, boolean disabled) {
        return new PersonSummary(
                person.id(), person.email(), person.name(), person.role(), disabled, false, person.createdAt());
    }
}
