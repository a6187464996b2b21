package dev.openinspect.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.ids.RandomIds;
import dev.openinspect.refusals.Refused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final ReversedPasswordHash slowHash = new ReversedPasswordHash();
    private final Passwords passwords = new Passwords();

    @BeforeEach
    void assemble() {
        passwords.slowHash = slowHash;
        passwords.ids = new RandomIds();
    }

    @Test
    void a_right_password_matches() {
        String hash = passwords.hash("correct horse");

        assertThat(passwords.matches("correct horse", hash)).isTrue();
        assertThat(passwords.matches("wrong horse!", hash)).isFalse();
    }

    @Test
    void where_there_is_no_hash_one_is_compared_all_the_same() {
        boolean matches = passwords.matches("whatever it is", null);

        assertThat(matches).isFalse();
        assertThat(slowHash.compared).hasSize(1);
    }

    @Test
    void letters_written_in_two_ways_are_one_password() {
        String composed = passwords.hash("caf\u00e9 au lait");

        assertThat(passwords.matches("cafe\u0301 au lait", composed)).isTrue();
    }

    @Test
    void too_short_and_too_long_are_refused() {
        assertThatThrownBy(() -> passwords.hash("a".repeat(9))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> passwords.hash("a".repeat(201))).isInstanceOf(Refused.class);
        assertThat(passwords.hash("a".repeat(200))).hasSize(200);
    }

    @Test
    void an_endless_password_is_not_hashed_and_does_not_match() {
        assertThat(passwords.matches("a".repeat(10_000), "")).isFalse();
    }

    @Test
    void chosen_passwords_can_be_read_aloud_and_differ() {
        String first = passwords.choose();
        String second = passwords.choose();

        assertThat(first).hasSize(20).matches("[A-Za-z0-9]+").isNotEqualTo(second);
    }
}
