package dev.openinspect.runtime.agent;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Brings the working tree up to date beside a turn that has begun: the agent reads meanwhile, and edits wait. Started by one thread; any may wait for it. */
final class TreeSync {
    private final Work work;
    private final EditHold hold;
    private final Consumer<String> notes;
    private volatile CountDownLatch running = new CountDownLatch(0);

    /** What takes its time. Says itself what became of it. */
    interface Work {
        void run() throws InterruptedException;
    }

    TreeSync(Work work, EditHold hold, Consumer<String> notes) {
        this.work = work;
        this.hold = hold;
        this.notes = notes;
    }

    /** From when this returns edits wait. Does nothing while it runs. */
    void start() {
        if (running.getCount() > 0) return;
        hold.hold();
        var ended = new CountDownLatch(1);
        running = ended;
        Thread.ofVirtual().name("tree-sync").start(() -> run(ended));
    }

    private void run(CountDownLatch ended) {
        try {
            work.run();
        } catch (InterruptedException e) {
            // The sandbox ends.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // A defect of ours must not hold the agent back for ever.
            notes.accept("the working tree could not be brought up to date: " + e);
        } finally {
            release();
            ended.countDown();
        }
    }

    /** Whoever waits for the end of the work must not wait for ever, whatever becomes of the file. */
    private void release() {
        try {
            hold.release();
        } catch (UncheckedIOException e) {
            notes.accept("edits are still held back: " + e.getMessage());
        }
    }

    /** Until it has ended, if it runs. */
    void await() throws InterruptedException {
        running.await();
    }
}
