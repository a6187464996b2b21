package dev.openinspect.clients.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2PasswordHashTest {
    private final Argon2PasswordHash hashes = new Argon2PasswordHash();

    @Test
    void a_password_matches_its_own_hash_only() {
        String hash = hashes.of("correct horse");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hashes.matches("correct horse", hash)).isTrue();
        assertThat(hashes.matches("Correct horse", hash)).isFalse();
    }

    @Test
    void the_same_password_never_has_the_same_hash() {
        assertThat(hashes.of("password")).isNotEqualTo(hashes.of("password"));
    }

    /** A hash of the reference implementation's own tests. */
    @Test
    void a_hash_of_the_reference_implementation_is_understood() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(hashes.matches("password", reference)).isTrue();
        assertThat(hashes.matches("differentpassword", reference)).isFalse();
    }

    @Test
    void a_hash_that_would_need_all_memory_is_refused() {
        assertThatThrownBy(() -> hashes.matches(
                        "x",
                        "$argon2id$v=19$m=9999999,t=2,p=1$c29tc2FsdHNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void another_format_is_refused() {
        assertThatThrownBy(() -> hashes.matches("x", "$2a$10$abcdefghijklmnopqrstuv"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
