package dev.openinspect.hooks;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of the code host. The door stores it; a claim takes it for a while and counts an attempt; handing it out either settles it or leaves it for a
 * later attempt, until there were too many. Claims and the end of an attempt are told apart by the version: a claim that expired changes nothing any more.
 */
@Entity
@Table(name = "hook_delivery")
@Access(AccessType.FIELD)
class HookDelivery {
    /** With the waits between them about five hours. */
    static final int MOST_ATTEMPTS = 10;

    static final int LONGEST_ERROR = 1_000;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    @Id
    @Column(name = "delivery_id")
    String deliveryId;

    String event;

    @Nullable
    String action;

    String headers;
    String body;
    int bytes;

    @Column(name = "received_at")
    Instant receivedAt;

    @Enumerated(EnumType.STRING)
    HookStatus status;

    int attempts;

    @Column(name = "not_before")
    @Nullable
    Instant notBefore;

    @Column(name = "processed_at")
    @Nullable
    Instant processedAt;

    @Nullable
    String error;

    @Version
    int version;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected HookDelivery() {}

    HookDelivery(ArrivedHook arrived, Instant now) {
        this.deliveryId = arrived.deliveryId();
        this.event = arrived.event();
        this.headers = arrived.headers();
        this.body = arrived.body();
        this.bytes = arrived.bytes();
        this.receivedAt = now;
        this.status = HookStatus.RECEIVED;
    }

    /** Whether whoever made this claim still holds it. */
    boolean isHeldBy(ClaimedHook claim) {
        return status == HookStatus.RECEIVED && version == claim.version();
    }

    void settle(HookStatus end, @Nullable String newAction, Instant now) {
        status = end;
        action = newAction;
        processedAt = now;
        notBefore = null;
        error = null;
    }

    /** It will never be read, however often one tries. */
    void giveUp(String why, Instant now) {
        status = HookStatus.FAILED;
        processedAt = now;
        notBefore = null;
        error = cut(why);
    }

    /** Handing it out failed; this was one attempt of several. */
    void failOnce(String why, Instant now) {
        if (attempts >= MOST_ATTEMPTS) {
            giveUp(why, now);
            return;
        }
        error = cut(why);
        notBefore = now.plus(waitAfter(attempts));
    }

    /** As if it had just come, whatever became of it before. */
    void again() {
        status = HookStatus.RECEIVED;
        attempts = 0;
        notBefore = null;
        processedAt = null;
        error = null;
    }

    /** 5 s, 20 s, 80 s …, at most an hour. */
    static Duration waitAfter(int failures) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << (2 * Math.clamp(failures - 1, 0, 10)));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static String cut(String why) {
        String clean = why.replace('\0', ' ');
        return clean.length() <= LONGEST_ERROR ? clean : clean.substring(0, LONGEST_ERROR - 1) + "…";
    }
}
