package dev.openinspect.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One listener of a session: a cursor and no queue. What it sends next is always what follows the cursor, from the ring or from rows, so
 * nothing comes twice and nothing is left out; at most one frame is under way. Its fields are guarded by the channel's lock; the frames
 * are made and sent by one worker at a time.
 */
public final class Subscription {
    static final int FRAME_CHARACTERS = 64 * 1024;
    static final int PAGE_ROWS = 500;
    static final long MOST_BEHIND = 20_000;
    static final Duration LONGEST_SEND = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(Subscription.class.getName());

    private final Channel channel;
    private final FrameSink sink;
    private final EventRowReader rows;
    private final Executor executor;
    private final Clock clock;
    private long cursor;
    private boolean working;
    private boolean wanted;
    private boolean sending;
    private boolean closed;
    private boolean caughtUp;
    private @Nullable Instant sendingSince;

    Subscription(Channel channel, long after, FrameSink sink, EventRowReader rows, Executor executor, Clock clock) {
        this.channel = channel;
        this.cursor = after;
        this.sink = sink;
        this.rows = rows;
        this.executor = executor;
        this.clock = clock;
    }

    /** Something may have to be sent. Cheap, never blocks. */
    void wake() {
        synchronized (channel) {
            wanted = true;
            if (working || sending || closed) {
                return;
            }
            working = true;
        }
        start();
    }

    /** Closes a listener whose frame has been under way for too long, and wakes one that a full pool has put to sleep. */
    void checkPatience() {
        Instant since;
        boolean asleep;
        synchronized (channel) {
            since = sendingSince;
            asleep = wanted && !working && !sending && !closed;
        }
        if (asleep) {
            wake();
        }
        if (since != null && since.plus(LONGEST_SEND).isBefore(clock.instant())) {
            end(FrameSink.Ending.TOO_SLOW);
        }
    }

    /** Passes on what does not stand in the log. */
    void show(String frame) {
        synchronized (channel) {
            if (closed) {
                return;
            }
        }
        sink.show(frame);
    }

    /** Ends without telling the sink: the socket is gone. */
    void close() {
        synchronized (channel) {
            closed = true;
        }
    }

    void end(FrameSink.Ending ending) {
        synchronized (channel) {
            if (closed) {
                return;
            }
            closed = true;
        }
        sink.close(ending);
    }

    private void work() {
        try {
            while (sendNext()) {
                // Each pass sends one frame; a sink that completes at once lets the loop go on without a deeper stack.
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "session=" + channel.sessionId() + " a listener's events could not be read", e);
            synchronized (channel) {
                working = false;
            }
            end(FrameSink.Ending.UNAVAILABLE);
        }
    }

    /** Sends one frame if there is one; false when the worker must rest. */
    private boolean sendNext() {
        Frame frame;
        long readFrom;
        boolean tooSlow = false;
        synchronized (channel) {
            if (closed || sending) {
                working = false;
                return false;
            }
            wanted = false;
            if (caughtUp && channel.head() - cursor > MOST_BEHIND) {
                working = false;
                tooSlow = true;
            }
            frame = tooSlow ? null : frameFromRing();
            readFrom = cursor;
            if (frame == null && !tooSlow && caughtUp && cursor >= channel.head()) {
                working = false;
                return false;
            }
        }
        if (tooSlow) {
            end(FrameSink.Ending.TOO_SLOW);
            return false;
        }
        if (frame == null) {
            frame = frameFromRows(readFrom);
        }
        synchronized (channel) {
            if (frame == null) {
                // A batch that came while rows were read raised "wanted"; it must not be lost between reading and
                // resting.
                working = wanted && !closed;
                return working;
            }
            cursor = frame.last;
            sending = true;
            sendingSince = clock.instant();
        }
        sink.send(frame.text(), frame.first, this::sent);
        return true;
    }

    private void sent() {
        synchronized (channel) {
            sending = false;
            sendingSince = null;
            if (working || closed) {
                return;
            }
            working = true;
        }
        start();
    }

    private void start() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            // The pool is full: the callers' threads must not suffer, and the next sweep wakes this listener again.
            LOG.log(Level.WARNING, "session=" + channel.sessionId() + " a listener waits for a free thread", e);
            synchronized (channel) {
                working = false;
                wanted = true;
            }
        }
    }

    /** The next frame from the ring; null if the ring does not hold the next event. */
    private @Nullable Frame frameFromRing() {
        Frame frame = new Frame(cursor + 1);
        Batch batch = channel.holding(cursor + 1);
        while (batch != null) {
            for (long seq = frame.last + 1; seq <= batch.last(); seq++) {
                if (!frame.add(batch.event(seq))) {
                    return frame;
                }
            }
            batch = channel.holding(frame.last + 1);
        }
        return frame.isEmpty() ? null : frame;
    }

    private @Nullable Frame frameFromRows(long after) {
        EventPage page = rows.after(channel.sessionId(), after, PAGE_ROWS);
        if (after > page.lastSeq()) {
            end(FrameSink.Ending.AHEAD_OF_LOG);
            return null;
        }
        channel.lastSeqIs(page.lastSeq());
        if (page.events().isEmpty()) {
            synchronized (channel) {
                caughtUp = true;
            }
            return null;
        }
        Frame frame = new Frame(after + 1);
        for (RecordedEvent event : page.events()) {
            if (!frame.add(event.toJson())) {
                break;
            }
        }
        return frame;
    }

    /** A frame that grows to its limit; the first event always fits. */
    private static final class Frame {
        private final StringBuilder builder = new StringBuilder();
        private final long first;
        private long last;

        Frame(long first) {
            this.first = first;
            this.last = first - 1;
        }

        String text() {
            return builder.toString();
        }

        boolean isEmpty() {
            return last < first;
        }

        boolean add(String event) {
            if (!isEmpty() && builder.length() + event.length() > FRAME_CHARACTERS) {
                return false;
            }
            if (!isEmpty()) {
                builder.append(',');
            }
            builder.append(event);
            last++;
            return true;
        }
    }
}
