package dev.openinspect.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PersonTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private final Person person =
            new Person(new UUID(1, 2), EmailAddress.of("Ada@example.org"), PersonName.of("Ada"), Role.ADMIN, NOON);

    @Test
    void a_checked_password_is_worth_nothing_after_the_person_was_disabled() {
        person.usePasswordHash("hash");
        assertThat(person.stillHas("hash")).isTrue();

        person.disable(NOON);

        assertThat(person.stillHas("hash")).isFalse();
    }

    @Test
    void a_checked_password_is_worth_nothing_after_it_was_changed() {
        person.usePasswordHash("hash");

        person.usePasswordHash("another");

        assertThat(person.stillHas("hash")).isFalse();
    }

    @Test
    void without_a_password_nobody_signs_in() {
        assertThat(person.stillHas(null)).isFalse();
    }

    @Test
    void only_an_enabled_administrator_counts() {
        assertThat(person.isActiveAdministrator()).isTrue();

        person.disable(NOON);
        assertThat(person.isActiveAdministrator()).isFalse();

        person.enable();
        person.become(Role.MEMBER);
        assertThat(person.isActiveAdministrator()).isFalse();
    }

    @Test
    void secrets_stay_out_of_texts() {
        assertThat(new ChosenPassword(person.summary(), "secret-word").toString())
                .doesNotContain("secret-word");
        assertThat(new NewPerson("a@b.c", "A", Role.VIEWER, "secret-word").toString())
                .doesNotContain("secret-word");
        assertThat(new LoginTicket("secret-word", person.caller(Scope.ADMIN, null), NOON).toString())
                .doesNotContain("secret-word");
        assertThat(Credential.of(Credential.Kind.LOGIN, "secret-word").toString())
                .doesNotContain("secret-word");
    }
}
