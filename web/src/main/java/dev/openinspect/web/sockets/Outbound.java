package dev.openinspect.web.sockets;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private record Frame(String text, Runnable sent) {}

    private final Session socket;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean draining;

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
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Tyrus 2.1 looks up services for a timer on every message; with the platform's loader that scan is short.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            socket.getAsyncRemote().sendText(frame.text(), result -> sent(frame, result));
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, "socket " + socket.getId() + " is closed", e);
            synchronized (this) {
                waiting.clear();
                sending = false;
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void sent(Frame frame, SendResult result) {
        synchronized (this) {
            sending = false;
        }
        if (result.isOK()) {
            frame.sent().run();
            drain();
        } else {
            close(1011, "a frame could not be sent");
        }
    }

    private static String cut(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_REASON
                ? reason
                : new String(bytes, 0, LONGEST_REASON - 3, StandardCharsets.US_ASCII) + "...";
    }
}
