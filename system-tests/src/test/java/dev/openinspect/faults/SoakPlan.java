package dev.openinspect.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long and how much.
 *
 * @param turns that must have been run before the time counts as used well; the end comes at most {@link #TAIL} later because of them
 * @param lifecycles sessions of workers, from creation to removal, likewise
 */
record SoakPlan(Duration time, long seed, int turns, int steps, int lifecycles, Path report) {
    static final Duration TAIL = Duration.ofMinutes(10);

    /** {@code <minutes> <seed> <turns> <steps> <lifecycles> <report>} */
    static SoakPlan of(String... arguments) {
        if (arguments.length != 6) {
            throw new IllegalArgumentException(
                    "minutes, seed, turns, steps, lifecycles and the report's file are needed");
        }
        return new SoakPlan(
                Duration.ofMinutes(Long.parseLong(arguments[0])),
                Long.parseLong(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Path.of(arguments[5]));
    }

    /** Between two faults of the whole installation: half the time nobody could work otherwise, and a run for many lives would see few of them. */
    Duration restOfTheInstallation() {
        return Duration.ofSeconds(lifecycles > turns ? 45 : 15);
    }

    /** The state machine has its share of the time and gives the rest back. */
    Duration timeForSteps() {
        return time.dividedBy(2);
    }
}
