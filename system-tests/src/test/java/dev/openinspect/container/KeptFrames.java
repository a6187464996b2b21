package dev.openinspect.container;

import dev.openinspect.log.FrameSink;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps what it is sent and is always ready for more. Thread-safe. */
public final class KeptFrames implements FrameSink {
    private final List<String> frames = new ArrayList<>();

    @Override
    public synchronized void send(String events, long first, Runnable sent) {
        frames.add(events);
        sent.run();
    }

    @Override
    public synchronized void show(String frame) {
        frames.add(frame);
    }

    @Override
    public synchronized void close(Ending ending) {
        frames.add("closed: " + ending);
    }

    public synchronized boolean hold(String piece) {
        return frames.stream().anyMatch(frame -> frame.contains(piece));
    }

    @Override
    public synchronized String toString() {
        return frames.toString();
    }
}
