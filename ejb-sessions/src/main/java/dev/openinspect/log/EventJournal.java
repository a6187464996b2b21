package dev.openinspect.log;

import dev.openinspect.log.GroupCommit.Fate;
import dev.openinspect.log.GroupCommit.Part;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes what bridges send durable, in order, in group commits by one thread: no linger when idle, the disk's sync is the linger. A fact
 * (an event whose rows change with it) leaves the group: it is recorded by an application transaction, and nothing of its session
 * follows before that is done. Only then are listeners and the bridge told.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class EventJournal {
    private static final Logger LOG = Logger.getLogger(EventJournal.class.getName());
    private static final int GROUP_EVENTS = 400;
    private static final int GROUP_CHARACTERS = 128 * 1024;
    private static final long BUSY_PAUSE_MILLIS = 2;
    private static final String UNSTORABLE =
            "{\"code\":\"unstorable_event\",\"message\":\"An event of the sandbox could not be stored and was left out.\"}";

    private final Object lock = new Object();
    private final Map<BridgeLink, Pending> pending = new LinkedHashMap<>();
    private boolean stopped;
    private boolean started;

    @Inject
    GroupCommit groups;

    @Inject
    AppendTimes times;

    @Inject
    Clock clock;

    @Inject
    FactRecorder facts;

    @Inject
    SessionFeed feed;

    @Inject
    News news;

    @Resource
    ManagedThreadFactory threads;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    /**
     * Takes a bridge's events; they are contiguous and follow the ones offered before on this link. Never blocks.
     *
     * @return false if the bridge is over its credit
     */
    public boolean offer(BridgeLink link, List<BridgeEvent> events) {
        synchronized (lock) {
            if (!started) {
                started = true;
                threads.newThread(this::writeForEver).start();
            }
            boolean taken = pending.computeIfAbsent(link, Pending::new).offer(events);
            lock.notifyAll();
            return taken;
        }
    }

    /** Forgets what a closed connection offered: its bridge resends what was not acknowledged. */
    public void closed(BridgeLink link) {
        synchronized (lock) {
            Pending gone = pending.remove(link);
            if (gone != null) {
                gone.drop();
            }
        }
    }

    @PreDestroy
    void stop() {
        synchronized (lock) {
            stopped = true;
            lock.notifyAll();
        }
    }

    private void writeForEver() {
        try {
            for (List<Part> group = nextGroup(); group != null; group = nextGroup()) {
                writeGroup(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for work; null when the application stops. Facts on the way are handed over. */
    private @org.jspecify.annotations.Nullable List<Part> nextGroup() throws InterruptedException {
        synchronized (lock) {
            while (!stopped) {
                List<Part> group = collect();
                if (!group.isEmpty()) {
                    return group;
                }
                lock.wait();
            }
            return null;
        }
    }

    private List<Part> collect() {
        List<Part> group = new ArrayList<>();
        int events = GROUP_EVENTS;
        int characters = GROUP_CHARACTERS;
        for (Pending waiting : pending.values()) {
            if (!waiting.ready()) {
                continue;
            }
            BridgeEvent fact = waiting.takeFact();
            if (fact != null) {
                executor.execute(() -> recordFact(waiting, fact));
                continue;
            }
            if (events <= 0 || characters <= 0) {
                break;
            }
            List<BridgeEvent> taken = waiting.take(events, characters);
            events -= taken.size();
            characters -= taken.stream().mapToInt(BridgeEvent::size).sum();
            group.add(new Part(waiting.link(), taken));
        }
        rotate(group);
        return group;
    }

    /** Those just served go to the end of the line, so that one busy session cannot starve the others. */
    private void rotate(List<Part> served) {
        for (Part part : served) {
            Pending waiting = pending.remove(part.link());
            if (waiting != null) {
                pending.put(part.link(), waiting);
            }
        }
    }

    private void writeGroup(List<Part> group) throws InterruptedException {
        GroupCommit.Outcome outcome;
        try {
            Instant begin = clock.instant();
            outcome = groups.write(group);
            times.took(Duration.between(begin, clock.instant()));
        } catch (SQLException | RuntimeException e) {
            if (group.size() > 1) {
                // One session's trouble must not hit the others: each is tried alone.
                for (Part part : group) {
                    writeGroup(List.of(part));
                }
                return;
            }
            failed(group.getFirst(), e);
            return;
        }
        outcome.batches().forEach(feed::deliver);
        if (!outcome.batches().isEmpty()) {
            news.recorded(outcome.batches());
        }
        outcome.fates().forEach(this::settle);
        if (!outcome.fates().containsValue(Fate.WRITTEN)) {
            // Every row was busy: an application transaction holds it for a moment.
            synchronized (lock) {
                lock.wait(BUSY_PAUSE_MILLIS);
            }
        }
    }

    /** A value that the database refuses would come back for ever: it is found and replaced by a warning. Anything else is tried anew by the bridge. */
    private void failed(Part part, Exception cause) throws InterruptedException {
        LOG.log(Level.WARNING, "session=" + part.link().sessionId() + " events could not be written", cause);
        if (!refusedByDatabase(cause)) {
            giveUp(part.link(), "events could not be written");
            return;
        }
        if (part.events().size() > 1) {
            for (BridgeEvent event : part.events()) {
                writeGroup(List.of(new Part(part.link(), List.of(event))));
            }
            return;
        }
        BridgeEvent bad = part.events().getFirst();
        if (bad.event().type() == EventType.WARNING) {
            giveUp(part.link(), "a warning could not be written");
            return;
        }
        NewEvent warning =
                new NewEvent(EventType.WARNING, bad.event().at(), bad.event().promptId(), UNSTORABLE);
        writeGroup(List.of(new Part(part.link(), List.of(new BridgeEvent(bad.n(), warning, false)))));
    }

    private static boolean refusedByDatabase(Exception cause) {
        String state = cause instanceof SQLException refused ? refused.getSQLState() : null;
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void settle(Part part, Fate fate) {
        switch (fate) {
            case WRITTEN -> {
                release(part.link());
                part.link().acknowledge(part.lastNumber());
            }
            case BUSY -> putBack(part);
            case FENCED -> {
                closed(part.link());
                part.link().fenced();
            }
            case OUT_OF_STEP -> giveUp(part.link(), "events are out of step");
        }
    }

    private void recordFact(Pending waiting, BridgeEvent fact) {
        BridgeLink link = waiting.link();
        try {
            if (facts.record(link, fact)) {
                link.acknowledge(fact.n());
                release(link);
            } else {
                closed(link);
                link.fenced();
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "session=" + link.sessionId() + " a fact could not be recorded: "
                            + fact.event().type(),
                    e);
            giveUp(link, "a fact could not be recorded");
        }
    }

    private void release(BridgeLink link) {
        synchronized (lock) {
            Pending waiting = pending.get(link);
            if (waiting != null) {
                waiting.written();
                lock.notifyAll();
            }
        }
    }

    private void putBack(Part part) {
        synchronized (lock) {
            Pending waiting = pending.get(part.link());
            if (waiting != null) {
                waiting.putBack(part.events());
            }
        }
    }

    private void giveUp(BridgeLink link, String reason) {
        closed(link);
        link.resync(reason);
    }
}
