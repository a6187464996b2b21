package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A launcher that only keeps books. */
final class Desk implements Launcher {
    final Set<UUID> kept = ConcurrentHashMap.newKeySet();
    private final Map<SandboxKey, Paper> papers = new ConcurrentHashMap<>();
    final List<SandboxKey> swept = new ArrayList<>();
    final List<UUID> deleted = new ArrayList<>();
    final List<UUID> aside = new ArrayList<>();
    final AtomicInteger launches = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final Semaphore moved = new Semaphore(0);
    volatile String failure = "";

    Paper live(UUID id, long generation) {
        return papers.get(new SandboxKey(id, generation));
    }

    @Override
    public boolean prepareLayer(UUID id, @Nullable UUID snapshot) throws IOException {
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        kept.add(id);
        return true;
    }

    @Override
    public boolean hasLayer(UUID id) {
        return kept.contains(id);
    }

    @Override
    public void setLayerAside(UUID id) {
        aside.add(id);
    }

    @Override
    public LiveSandbox launch(Order order, LogRing log) {
        launches.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        var paper = new Paper(atOnce);
        papers.put(order.key(), paper);
        moved.release();
        return paper;
    }

    @Override
    public void sweep(SandboxKey key, List<ProcessIdentity> processes) {
        swept.add(key);
    }

    @Override
    public void deleteLayer(UUID id) {
        kept.remove(id);
        deleted.add(id);
    }

    static final class Paper implements LiveSandbox {
        final CountDownLatch ended = new CountDownLatch(1);
        final CountDownLatch terminated = new CountDownLatch(1);
        private final AtomicInteger atOnce;
        volatile boolean ignoresTerm;
        volatile Ending ending = new Ending(137, 137, true, false, null);

        Paper(AtomicInteger atOnce) {
            this.atOnce = atOnce;
        }

        void end(Ending how) {
            ending = how;
            ended.countDown();
        }

        @Override
        public boolean awaitRunning(Duration limit) {
            return true;
        }

        @Override
        public Ending awaitEnd() throws InterruptedException {
            ended.await();
            atOnce.decrementAndGet();
            return ending;
        }

        @Override
        public void terminate() {
            terminated.countDown();
            if (!ignoresTerm) {
                ended.countDown();
            }
        }

        @Override
        public void kill() {
            ended.countDown();
        }

        @Override
        public Optional<DiskUse> measure(long mostFiles) {
            return Optional.of(DiskUse.NONE);
        }

        @Override
        public OptionalLong holder() {
            return ended.getCount() == 0 ? OptionalLong.empty() : OptionalLong.of(4711);
        }

        @Override
        public List<ProcessIdentity> processes() {
            return List.of(new ProcessIdentity(1, 2, "boot"));
        }
    }
}
