package dev.openinspect.web.sockets;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames over one socket in order, one at a time, without ever blocking the caller. At most {@value #MOST_WAITING} frames wait: a
 * reader that slow is cut off and may come again. Safe for use by several threads.
 *
 * <p>Whoever implements {@code OnOpen} calls {@link #opened} last. A socket is closed from here only by a thread that serves no requests, and not before it has
 * settled. Payara 6.2025.10 (Grizzly 4) gives the objects of a handshake back as soon as its socket is closed, to the pool of the thread that
 * closes it, and may still touch them: for the rest of the handshake, or when the client's answer to the close comes in. On a thread that serves
 * requests they are in use again by then, and a stranger's request is answered 200 with nothing, whatever it asked for.
 */
public final class Outbound {
    private static final Logger LOG = Logger.getLogger(Outbound.class.getName());
    private static final int MOST_WAITING = 512;
    /** RFC 6455, section 5.5: a control frame carries at most 125 bytes, two of them the code. */
    private static final int LONGEST_REASON = 123;

    /** Handing a frame over never blocks; this is for a thread that is not given a core. */
    private static final Duration LONGEST_TRANSMISSION = Duration.ofSeconds(2);

    /** From the end of {@code OnOpen} until the server's thread has surely left the handshake: some microseconds of work, and a slow machine. */
    static final Duration SETTLING = Duration.ofMillis(500);

    private static final ClassLoader OWN = Outbound.class.getClassLoader();

    private record Frame(String text, Runnable sent) {}

    private final Session socket;
    private final ScheduledExecutorService later;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean draining;
    private boolean settled;
    private boolean broken;
    private boolean ended;
    private @Nullable CloseReason closing;
    private final ReentrantLock transmission = new ReentrantLock();

    /** @param later has threads of its own, on which sockets are closed */
    Outbound(Session socket, ScheduledExecutorService later) {
        this.socket = socket;
        this.later = later;
    }

    /** {@code OnOpen} is through. */
    public void opened() {
        byAnotherThread(SETTLING, this::settle);
    }

    private void byAnotherThread(Duration wait, Runnable work) {
        try {
            later.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "the application ends, and the server closes socket " + socket.getId(), e);
        }
    }

    private void settle() {
        CloseReason reason;
        synchronized (this) {
            settled = true;
            reason = closing;
        }
        if (reason != null) {
            closeNow(reason);
        }
    }

    public void send(String text) {
        send(text, () -> {});
    }

    /** Calls {@code sent} once the frame has left, from any thread; never if the socket closes before. */
    public void send(String text, Runnable sent) {
        boolean full;
        synchronized (this) {
            if (broken || ended || closing != null) {
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

    /** Closes the socket as soon as it has settled. The first reason counts; nothing is sent or listened to any more. */
    public void close(int code, String reason) {
        CloseReason first = new CloseReason(CloseReason.CloseCodes.getCloseCode(code), cut(reason));
        boolean now;
        synchronized (this) {
            waiting.clear();
            now = settled && closing == null;
            closing = closing == null ? first : closing;
        }
        if (now) {
            byAnotherThread(Duration.ZERO, () -> closeNow(first));
        }
    }

    private void closeNow(CloseReason reason) {
        try {
            socket.close(reason);
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.FINE, "socket " + socket.getId() + " was closed already", e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "socket " + socket.getId() + " could not be closed", e);
        }
    }

    /** Whether it is closed or about to be: what still comes in is not listened to. */
    public synchronized boolean isClosing() {
        return ended || closing != null;
    }

    /** Asks the other side for a sign of life, which every WebSocket gives by itself (RFC 6455, section 5.5.3). */
    public void ping() {
        within(ClassLoader.getPlatformClassLoader(), () -> {
            transmission.lock();
            try {
                if (!isClosing()) {
                    socket.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
                }
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.FINE, "socket " + socket.getId() + " did not take a ping", e);
                breakOff();
            } finally {
                transmission.unlock();
            }
        });
    }

    /**
     * The connection took a frame no more, and the server does not always tell of a client that left while it came in. Whoever notices may hold
     * locks of the server that a close needs in the other order.
     */
    private void breakOff() {
        synchronized (this) {
            if (broken) {
                return;
            }
            broken = true;
            waiting.clear();
        }
        byAnotherThread(SETTLING, () -> close(4408, "broken"));
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
                if (!isClosing()) {
                    socket.getAsyncRemote().sendText(frame.text(), result -> sent(frame, result));
                }
            } catch (IllegalStateException e) {
                LOG.log(Level.FINE, "socket " + socket.getId() + " is closed", e);
                breakOff();
            } finally {
                transmission.unlock();
            }
        });
    }

    private void sent(Frame frame, SendResult result) {
        if (!result.isOK()) {
            LOG.log(Level.FINE, "socket " + socket.getId() + " did not take a frame", result.getException());
            breakOff();
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
