package dev.openinspect.people;

import dev.openinspect.secrets.PasswordHash;
import java.util.ArrayList;
import java.util.List;

/** A hash that a test can read: the password backwards. Remembers what it was asked. */
final class ReversedPasswordHash implements PasswordHash {
    final List<String> compared = new ArrayList<>();

    @Override
    public String of(String password) {
        return new StringBuilder(password).reverse().toString();
    }

    @Override
    public boolean matches(String password, String hash) {
        compared.add(hash);
        return of(password).equals(hash);
    }
}
