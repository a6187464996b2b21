package dev.openinspect.web.sockets;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.websocket.Session;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks at every open socket every ten seconds: whether it is alive and still allowed. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SocketWatch {
    private static final Logger LOG = Logger.getLogger(SocketWatch.class.getName());
    private final Set<Watched> sockets = ConcurrentHashMap.newKeySet();

    @Resource
    ManagedScheduledExecutorService later;

    /** A socket that wants to be looked at. */
    public interface Watched {
        void check();
    }

    /** For the first line of an {@code OnOpen}. */
    public Outbound outbound(Session socket) {
        return new Outbound(socket, later);
    }

    public void add(Watched socket) {
        sockets.add(socket);
    }

    public void remove(Watched socket) {
        sockets.remove(socket);
    }

    public int count() {
        return sockets.size();
    }

    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void checkAll() {
        for (Watched socket : sockets) {
            try {
                socket.check();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a socket could not be checked; the next round tries again", e);
            }
        }
    }
}
