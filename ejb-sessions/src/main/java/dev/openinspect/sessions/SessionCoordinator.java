package dev.openinspect.sessions;

import dev.openinspect.installation.Installation;
import dev.openinspect.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node's live sessions: which bridges are attached here, and the loop that looks at a session's rows, decides and acts. Everything
 * it holds is rebuilt from rows after a restart; losing it loses nothing. One session is driven by one thread at a time; a wish to look
 * while it is being driven makes it look once more.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SessionCoordinator {
    private static final Logger LOG = Logger.getLogger(SessionCoordinator.class.getName());
    private static final int MOST_STEPS = 20;

    private final Map<UUID, Bridge> bridges = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> driven = new ConcurrentHashMap<>();

    @EJB
    Installation installation;

    @Inject
    TurnFactsReader reader;

    @Inject
    DecisionActor actor;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    private SandboxLifecycle lifecycle;
    private Instant listeningSince;

    /** The container builds it; {@link #begin} finishes it. */
    @SuppressWarnings("NullAway.Init")
    public SessionCoordinator() {}

    @PostConstruct
    void begin() {
        lifecycle = new SandboxLifecycle(settings);
        listeningSince = clock.instant();
        installation.requireReady();
        lookAtAll();
    }

    /** A bridge of this session is connected here; an earlier connection is closed. */
    public void attached(Bridge bridge) {
        Bridge earlier = bridges.put(bridge.sessionId(), bridge);
        if (earlier != null && earlier != bridge) {
            earlier.close("a newer connection took over");
        }
        sendOrders(bridge);
        look(bridge.sessionId());
    }

    public void detached(Bridge bridge) {
        bridges.remove(bridge.sessionId(), bridge);
        look(bridge.sessionId());
    }

    /** Looks at a session soon, on a thread of the pool. Never blocks. */
    public void look(UUID sessionId) {
        Boolean running = driven.putIfAbsent(sessionId, Boolean.FALSE);
        if (running != null) {
            driven.replace(sessionId, Boolean.TRUE);
            return;
        }
        try {
            executor.execute(() -> drive(sessionId));
        } catch (RejectedExecutionException e) {
            // The sweep looks again.
            driven.remove(sessionId);
            LOG.log(Level.WARNING, "session=" + sessionId + " is looked at later: the pool is full", e);
        }
    }

    /** The session is gone: its bridge is sent away. */
    public void removed(UUID sessionId) {
        Optional.ofNullable(bridges.remove(sessionId)).ifPresent(bridge -> bridge.close("the session was removed"));
    }

    /** What a lost message left behind: every session in which something may be due is looked at. */
    @Schedule(hour = "*", minute = "*", second = "*/3", persistent = false)
    public void lookAtAll() {
        try {
            reader.inNeedOfAttention().forEach(this::look);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the sessions could not be swept; the next sweep tries again", e);
        }
    }

    /** Whether a bridge of this session is connected here. */
    public boolean isAttached(UUID sessionId) {
        return bridges.containsKey(sessionId);
    }

    /** How many bridges are connected here. */
    public int attachedBridges() {
        return bridges.size();
    }

    private void drive(UUID sessionId) {
        try {
            for (int step = 0; step < MOST_STEPS && step(sessionId); step++) {
                driven.replace(sessionId, Boolean.FALSE);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "session=" + sessionId + " could not be driven; the sweep tries again", e);
        } finally {
            Boolean again = driven.remove(sessionId);
            if (Boolean.TRUE.equals(again)) {
                look(sessionId);
            }
        }
    }

    /** One look, one decision, one act; whether another may follow at once. */
    private boolean step(UUID sessionId) {
        Bridge bridge = bridges.get(sessionId);
        Optional<TurnFacts> facts = reader.read(sessionId, bridge != null, listeningSince);
        if (facts.isEmpty()) {
            return false;
        }
        boolean more = actor.act(sessionId, lifecycle.decide(facts.get()));
        Bridge current = bridges.get(sessionId);
        if (current != null) {
            sendOrders(current);
        }
        return more;
    }

    private void sendOrders(Bridge bridge) {
        reader.openOrders(bridge.sessionId(), bridge.generation()).forEach(bridge::send);
    }
}
