package dev.openinspect.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/** Something that goes wrong while a turn runs, and is over or mended when {@code strike} returns. */
interface Fault {
    String name();

    /** What the victim is asked to do, so that there is a turn to hit. Ends by itself after some seconds. */
    String turn(Random dice);

    /** Does it. Returns the moment from which the recovery counts. */
    Instant strike(Victim victim, Random dice);

    /** What the person asks for afterwards, so that the session can go on. */
    default Optional<String> afterwards() {
        return Optional.empty();
    }

    /** Whether it hits everybody, so that nothing else is tried beside it. */
    default boolean everybody() {
        return false;
    }

    /** The longest that the turn may take to end after it. */
    default Duration patience() {
        return Duration.ofMinutes(4);
    }

    /** Whether the recovery is the end of the turn, because the fault lies in the turn itself. */
    default boolean untilTheEnd() {
        return false;
    }
}
