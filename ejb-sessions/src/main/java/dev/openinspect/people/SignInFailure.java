package dev.openinspect.people;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often signing in under one name went wrong. Also kept for names that nobody has, so that the answers to both are alike.
 * Forgotten by a right password and after a day without a try.
 */
@Entity
@Table(name = "sign_in_failure")
@Access(AccessType.FIELD)
class SignInFailure {
    static final int FREE_FAILURES = 5;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    static final Duration MEMORY = Duration.ofDays(1);

    @Id
    private String email;

    private int failures;

    @Column(name = "last_at")
    private Instant lastAt;

    @SuppressWarnings("NullAway.Init")
    protected SignInFailure() {}

    SignInFailure(String email, Instant now) {
        this.email = email;
        this.lastAt = now;
    }

    /**
     * Takes one try, counted as failed before its password is looked at, so that tries at the same moment cannot share one count.
     *
     * @return how long to wait if none may be taken now
     */
    Optional<Duration> take(Instant now) {
        Duration silence = Duration.between(lastAt, now);
        if (silence.compareTo(MEMORY) > 0) {
            failures = 0;
        }
        Duration wait = waitAfter(failures);
        if (wait.compareTo(silence) > 0 && !wait.isZero()) {
            return Optional.of(wait.minus(silence));
        }
        failures++;
        lastAt = now;
        return Optional.empty();
    }

    static Duration waitAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - FREE_FAILURES, 10);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
