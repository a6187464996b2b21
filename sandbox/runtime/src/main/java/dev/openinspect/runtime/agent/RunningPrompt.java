package dev.openinspect.runtime.agent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which prompt the agent works on: one at a time, and what was meant for one never meets the next. Safe for any thread. */
final class RunningPrompt {
    private final Semaphore free = new Semaphore(0);
    private volatile @Nullable String id;
    private volatile boolean anyBegan;

    /** From now on, and after each prompt, there is room for one. */
    void makeRoom() {
        free.release();
    }

    /** Returns whether there was room for it. */
    boolean begin(String promptId) {
        if (!free.tryAcquire()) return false;
        anyBegan = true;
        id = promptId;
        return true;
    }

    /** Whether any prompt began yet. */
    boolean anyBegan() {
        return anyBegan;
    }

    @Nullable
    String id() {
        return id;
    }

    /** Returns after an action on it that is under way. */
    synchronized void over() {
        id = null;
        makeRoom();
    }

    /** Acts while this prompt runs, which does not end before the action does; afterwards nothing happens. */
    synchronized void whileRunning(String promptId, Runnable action) {
        if (promptId.equals(id)) action.run();
    }

    /** Waits until none runs and takes the room for good; returns whether that came within the limit. */
    boolean close(long limitMillis) throws InterruptedException {
        return free.tryAcquire(limitMillis, TimeUnit.MILLISECONDS);
    }
}
