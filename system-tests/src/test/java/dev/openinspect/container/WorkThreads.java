package dev.openinspect.container;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The server's threads for work, which outlive the applications that are deployed one after the other. */
public final class WorkThreads {
    /** As domain.xml says. */
    private static final int THREADS = 32;

    private static final long TOGETHER_SECONDS = 2;

    private WorkThreads() {}

    /**
     * Payara leaves a transaction on a thread whose call was cut off by an undeployment, and what the next application does on that thread is part of it, until it
     * times out and takes everything back. So each class begins by ending them.
     */
    static void endForeignTransactions(ManagedExecutorService executor, UserTransaction transaction) throws Exception {
        CountDownLatch arrived = new CountDownLatch(THREADS);
        List<Future<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(executor.submit(() -> {
                // Each waits for the others, so that they are as many threads; one that is busy now gets its turn later
                // or has none to end.
                arrived.countDown();
                boolean together = arrived.await(TOGETHER_SECONDS, TimeUnit.SECONDS);
                if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                    transaction.rollback();
                }
                return together;
            }));
        }
        for (Future<Boolean> task : tasks) {
            task.get();
        }
    }
}
