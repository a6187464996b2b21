package dev.openinspect.web.sockets;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends frames over one socket in order, one at a time, without ever blocking the caller. At most {@value #MOST_WAITING} frames wait: a
 * reader that slow is cut off and may come again. Safe for use by several threads.
 */
public final class Outbound {
    private static final Logger LOG = Logger.getLogger(Outbound.class.getName());
    private static final int MOST_WAITING = 512;
    /** RFC 6455, section 5.5: a control frame carries at most 125 bytes, two of them the code. */
    private static final int LONGEST_REASON = 123;

    /** Handing a frame over never blocks; this is for a thread that is not given a core. */
    private static final Duration LONGEST_TRANSMISSION = Duration.ofSeconds(2);

    private static final ClassLoader OWN = Outbound.class.getClassLoader();

    private record Frame(String text, Runnable sent) {}

    private final Session socket;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean draining;
    private boolean ended;
    private final ReentrantLock transmission = new ReentrantLock();

    public Outbound(Session socket) {
        this.socket = socket;
    }

    public void send(String text) {
        send(text, () -> {});
    }

    /** Calls {@code sent} once the frame has left, from any thread; never if the socket closes before. */
    public void send(String text, Runnable sent) {
        boolean full;
        synchronized (this) {
            if (ended) {
                return;
            }
            full = waiting.size() >= MOST_WAITING;
            if (!full) {
                waiting.addLast(new Frame(text, sent));
            }
        }
        if (full) {
            close(4008, "too slow");
            return;
        }
        drain();
    }

    /**
     * The socket is about to be taken apart: returns when nothing is being sent any more. The server gives the socket's buffers to the
     * next request right after this, so whoever implements {@code OnClose} calls it first.
     */
    public void ended() {
        synchronized (this) {
            ended = true;
            waiting.clear();
        }
        try {
            if (transmission.tryLock(LONGEST_TRANSMISSION.toMillis(), TimeUnit.MILLISECONDS)) {
                transmission.unlock();
            } else {
                LOG.warning("socket " + socket.getId() + " ends while a frame is being handed over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void close(int code, String reason) {
        synchronized (this) {
            waiting.clear();
        }
        try {
            socket.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), cut(reason)));
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.FINE, "socket " + socket.getId() + " was closed already", e);
        }
    }

    /** One thread drains; a send that completes at once lets the loop go on without a deeper stack. */
    private void drain() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        while (true) {
            Frame frame;
            synchronized (this) {
                frame = sending ? null : waiting.pollFirst();
                if (frame == null) {
                    draining = false;
                    return;
                }
                sending = true;
            }
            transmit(frame);
        }
    }

    private void transmit(Frame frame) {
        // Tyrus 2.1 looks up services for a timer on every message; with the platform's loader that scan is short.
        within(ClassLoader.getPlatformClassLoader(), () -> {
            transmission.lock();
            try {
                if (!hasEnded()) {
                    socket.getAsyncRemote().sendText(frame.text(), result -> sent(frame, result));
                }
            } catch (IllegalStateException e) {
                LOG.log(Level.FINE, "socket " + socket.getId() + " is closed", e);
                synchronized (this) {
                    waiting.clear();
                    sending = false;
                }
            } finally {
                transmission.unlock();
            }
        });
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private void sent(Frame frame, SendResult result) {
        if (!result.isOK()) {
            // The connection is broken and nothing is sent any more. It is closed by whoever reads it or waits for it:
            // here
            // the server holds locks that a close needs in the other order.
            LOG.log(Level.FINE, "socket " + socket.getId() + " did not take a frame", result.getException());
            return;
        }
        synchronized (this) {
            sending = false;
        }
        // The platform's loader, or that of the server's own thread, must not be handed on to the work that follows.
        within(OWN, frame.sent());
        drain();
    }

    private static void within(ClassLoader loader, Runnable work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String cut(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_REASON
                ? reason
                : new String(bytes, 0, LONGEST_REASON - 3, StandardCharsets.US_ASCII) + "...";
    }
}
