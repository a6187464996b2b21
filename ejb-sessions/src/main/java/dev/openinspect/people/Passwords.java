package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.secrets.PasswordHash;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules for passwords around the slow hash: their length, one form for letters that can be written in two ways, and how many
 * are hashed at once, because each costs memory that a flood of sign-ins must not take. May be shared between threads.
 */
@ApplicationScoped
public class Passwords {
    static final int SHORTEST = 10;
    static final int LONGEST = 200;
    private static final int CHOSEN_LENGTH = 20;
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private volatile @Nullable String decoy;

    @Inject
    PasswordHash slowHash;

    @Inject
    Ids ids;

    /** The hash of a new password that a person chose. */
    public String hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw Refused.invalid("A password has " + SHORTEST + " to " + LONGEST + " characters.");
        }
        return inPlace(() -> slowHash.of(normal(password)));
    }

    /** Whether the password belongs to the hash. Takes the same time where there is no hash, so that time does not tell who exists. */
    public boolean matches(String password, @Nullable String hash) {
        String candidate = password.length() > LONGEST ? "" : normal(password);
        String compared = hash == null ? decoy() : hash;
        boolean same = inPlace(() -> slowHash.matches(candidate, compared));
        return same && hash != null && !candidate.isEmpty();
    }

    /** A new random password that can be read aloud: letters and digits only, about 119 bits. */
    public String choose() {
        StringBuilder chosen = new StringBuilder();
        while (chosen.length() < CHOSEN_LENGTH) {
            ids.secret("").chars().filter(Character::isLetterOrDigit).forEach(c -> chosen.append((char) c));
        }
        return chosen.substring(0, CHOSEN_LENGTH);
    }

    private String decoy() {
        String known = decoy;
        if (known != null) {
            return known;
        }
        String made = inPlace(() -> slowHash.of(ids.secret("")));
        decoy = made;
        return made;
    }

    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private <T> T inPlace(Supplier<T> work) {
        boolean mine;
        try {
            mine = places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            mine = false;
        }
        if (!mine) {
            throw new Refused(RefusalCode.UNAVAILABLE, "Too many people sign in right now.", PATIENCE);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
