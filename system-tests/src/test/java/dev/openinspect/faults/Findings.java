package dev.openinspect.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What went wrong and how fast the rest recovered, by fault. Shared by all threads. */
final class Findings {
    /** The promises that can be broken. */
    enum Breach {
        LOST,
        DOUBLED,
        STUCK,
        ORPHAN,
        /** An end without a reason that a person understands. */
        UNNAMED,
        /** An answer or a state that the contract does not allow. */
        WRONG
    }

    record Found(Instant at, String fault, Breach breach, String what) {}

    private final List<Found> found = new ArrayList<>();
    private final Map<String, List<Duration>> recoveries = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();

    synchronized void breach(String fault, Breach breach, String what) {
        found.add(new Found(Instant.now(), fault, breach, what));
        System.out.println("BREACH " + breach + " [" + fault + "] " + what);
    }

    synchronized void recovered(String fault, Duration after) {
        recoveries.computeIfAbsent(fault, name -> new ArrayList<>()).add(after);
    }

    /** Counts how prompts end: {@code completed}, or status and reason. */
    synchronized void ended(String how) {
        ends.merge(how, 1, Integer::sum);
    }

    synchronized List<Found> all() {
        return List.copyOf(found);
    }

    synchronized Map<String, Integer> ends() {
        return Map.copyOf(ends);
    }

    synchronized List<Duration> recoveries(String fault) {
        return recoveries.getOrDefault(fault, List.of()).stream().sorted().toList();
    }

    synchronized Map<Breach, Integer> counts(String fault) {
        Map<Breach, Integer> counts = new EnumMap<>(Breach.class);
        for (Breach breach : Breach.values()) {
            counts.put(breach, 0);
        }
        found.stream()
                .filter(one -> one.fault().equals(fault))
                .forEach(one -> counts.merge(one.breach(), 1, Integer::sum));
        return counts;
    }
}
