package dev.openinspect.accounts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Attempts without a database. */
final class KeptAttempts extends SignInAttempts {
    private final Map<String, SignInAttempt> attempts = new HashMap<>();

    @Override
    public void open(SignInAttempt attempt) {
        attempts.put(attempt.stateHash(), attempt);
    }

    @Override
    public Optional<SignInAttempt> take(String stateHash) {
        return Optional.ofNullable(attempts.remove(stateHash));
    }
}
