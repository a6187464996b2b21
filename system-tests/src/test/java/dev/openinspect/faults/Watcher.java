package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Event;
import dev.openinspect.system.StreamClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that never gives up: follows a session's stream, asks again from the last event that it has when the socket is gone or silent,
 * and notes what came doubly or not at all. Its thread is the only one that reads; others look.
 */
final class Watcher implements AutoCloseable {
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(25);

    /** An event and when it came to this client. */
    record Seen(Event event, Instant at) {}

    private final URI address;
    private final ApiClient who;
    private final String session;
    private final Findings findings;
    private final Supplier<String> fault;
    private final List<Seen> seen = new ArrayList<>();
    private final Map<String, Seen> ends = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean again;
    private volatile @Nullable StreamClient current;

    /** @param fault names the fault that acts now, for the findings */
    Watcher(URI address, ApiClient who, String session, Findings findings, Supplier<String> fault) {
        this.address = address;
        this.who = who;
        this.session = session;
        this.findings = findings;
        this.fault = fault;
        this.thread = Thread.ofVirtual().name("watcher-" + session).start(this::run);
    }

    /** How a prompt ended, once this client knows. */
    synchronized Optional<Seen> end(String prompt) {
        return Optional.ofNullable(ends.get(prompt));
    }

    /** The first event of this kind that came after a moment. */
    synchronized Optional<Seen> firstAfter(Instant moment, Predicate<Event> wanted) {
        // The newest ones are at the end; a fault lies seconds back, so few are looked at.
        int from = seen.size();
        while (from > 0 && seen.get(from - 1).at().isAfter(moment)) {
            from--;
        }
        return seen.subList(from, seen.size()).stream()
                .filter(one -> wanted.test(one.event()))
                .findFirst();
    }

    synchronized List<Event> events() {
        return seen.stream().map(Seen::event).toList();
    }

    private synchronized long lastSeq() {
        return seen.isEmpty() ? 0 : seen.getLast().event().seq();
    }

    /** Gives the socket up and asks again from the last event. */
    void reconnect() {
        StreamClient open = current;
        if (open != null) {
            open.close();
        }
        again = true;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try (StreamClient stream = StreamClient.open(
                    address, session, lastSeq(), Map.of("Authorization", "Bearer " + who.token()), List.of())) {
                current = stream;
                follow(stream);
            } catch (RuntimeException unreachable) {
                // The server is being killed or is not up again yet; this client is of those that try for ever.
                Pause.of(Duration.ofMillis(250));
            }
        }
    }

    private void follow(StreamClient stream) {
        again = false;
        int read = 0;
        int heard = 0;
        Instant heardAt = Instant.now();
        Instant pinged = heardAt;
        while (!closed) {
            boolean open = stream.isOpen();
            List<Event> fresh = stream.eventsBehind(read);
            read += fresh.size();
            fresh.forEach(this::take);
            Instant now = Instant.now();
            if (stream.heard() > heard) {
                heard = stream.heard();
                heardAt = now;
            }
            if (!open || again || heardAt.plus(SILENCE).isBefore(now)) {
                return;
            }
            if (pinged.plus(BETWEEN_PINGS).isBefore(now)) {
                stream.say("{\"type\":\"ping\"}");
                pinged = now;
            }
            if (fresh.isEmpty()) {
                Pause.of(Duration.ofMillis(20));
            }
        }
    }

    private synchronized void take(Event event) {
        long expected = lastSeq() + 1;
        if (event.seq() != expected) {
            findings.breach(
                    fault.get(),
                    event.seq() < expected ? Breach.DOUBLED : Breach.LOST,
                    "session " + session + ": the stream said event " + event.seq() + " instead of " + expected);
        }
        Seen one = new Seen(event, Instant.now());
        seen.add(one);
        if (event.is("prompt_finished") && ends.put(event.promptId(), one) != null) {
            findings.breach(
                    fault.get(),
                    Breach.DOUBLED,
                    "session " + session + ": prompt " + event.promptId() + " ended twice, again with event "
                            + event.seq());
        }
    }
}
