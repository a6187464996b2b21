package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sandboxes from filling the disk where the kernel has no quota for them. Looks at the free space often, which costs
 * nothing, and into the layers rarely, unless the free space falls. Used by one thread.
 */
final class DiskWatch {
    private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A walk over a big layer may take this part of the time, no more, unless the disk is filling. */
    private static final int PAUSES_PER_WALK = 20;

    /** Between two looks; whoever writes this much in that time is worth a walk. */
    private static final DiskUse SUSPICIOUS = new DiskUse(64 * DiskUse.MEBIBYTE, 5_000);

    private final Disk disk;
    private final DiskFloor floor;
    private final Clock clock;
    private final Map<SandboxKey, Meter> meters = new HashMap<>();
    private DiskUse lastFree = DiskUse.NONE;

    /** What is known of one sandbox's use, and when to look again. */
    private record Meter(DiskAllowance allowance, DiskUse use, Duration pause, Instant next) {
        DiskUse growth() {
            return use.minus(allowance.atStart());
        }
    }

    DiskWatch(Disk disk, DiskFloor floor, Clock clock) {
        this.disk = disk;
        this.floor = floor;
        this.clock = clock;
    }

    /** Looks again and again for the rest of this program's life. */
    void start(Supplier<List<Sandbox>> alive, Duration pause) {
        Thread.ofPlatform().daemon().name("disk-watch").start(() -> {
            try {
                while (true) {
                    look(alive.get());
                    Thread.sleep(pause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** One look at the disk and at those layers that are due; ends the sandboxes that take too much. */
    void look(Collection<Sandbox> alive) throws InterruptedException {
        meters.keySet()
                .retainAll(alive.stream().map(one -> one.document().key()).toList());
        if (alive.isEmpty()) {
            return;
        }
        try {
            var free = disk.free();
            var fallen = lastFree.minus(free);
            var falling = fallen.bytes() > SUSPICIOUS.bytes() || fallen.files() > SUSPICIOUS.files();
            lastFree = free;
            for (var sandbox : alive) {
                if (sandbox.document().state() == SandboxState.RUNNING) {
                    measureOne(sandbox, falling || floor.isDangerous(free));
                }
            }
            if (floor.isDangerous(free)) {
                endLargestGrower(alive, free);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the free disk could not be measured", e);
        }
    }

    /** Whatever one layer does to its measuring, the others are measured all the same. */
    private void measureOne(Sandbox sandbox, boolean now) throws InterruptedException {
        try {
            measure(sandbox, now);
        } catch (IOException | RuntimeException e) {
            // One that ends while it is measured looks like this, too; the next look is half a second away.
            LOG.log(
                    Level.WARNING,
                    "could not measure sandbox=" + sandbox.document().key(),
                    e);
        }
    }

    private void measure(Sandbox sandbox, boolean now) throws IOException, InterruptedException {
        var key = sandbox.document().key();
        var before = meters.get(key);
        if (before != null && !now && clock.instant().isBefore(before.next())) {
            return;
        }
        var started = clock.instant();
        var limits = sandbox.limits();
        var measured = sandbox.measure(new DiskAllowance(limits, DiskUse.NONE).mostFilesToCount());
        if (measured.isEmpty()) {
            return;
        }
        var use = measured.get();
        var allowance = before == null ? new DiskAllowance(limits, atStart(sandbox, use)) : before.allowance();
        var pause = pause(before, use, Duration.between(started, clock.instant()));
        meters.put(key, new Meter(allowance, use, pause, clock.instant().plus(pause)));
        sandbox.takes(allowance.percent(use));
        allowance.exceededBy(use).ifPresent(sentence -> sandbox.end(GoneReason.DISK_FULL, sentence));
    }

    /** The first look may come late: what a new layer holds by then was not there at the start. */
    private static DiskUse atStart(Sandbox sandbox, DiskUse firstSeen) {
        return sandbox.document().newLayer() ? DiskUse.NONE : firstSeen;
    }

    /** Layers at rest are looked at ever less often; free space that falls wakes the watch at once. */
    private static Duration pause(@Nullable Meter before, DiskUse use, Duration walk) {
        var shortest = walk.multipliedBy(PAUSES_PER_WALK);
        var calm = before != null && before.use().equals(use) ? before.pause().multipliedBy(2) : SHORTEST_PAUSE;
        var wanted = calm.compareTo(shortest) > 0 ? calm : shortest;
        return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }

    /** One at a time: the next look sees whether that was enough. */
    private void endLargestGrower(Collection<Sandbox> alive, DiskUse free) {
        LOG.log(Level.ERROR, "the disk is nearly full freeMiB={0} freeFiles={1}", free.mebibytes(), free.files());
        alive.stream()
                .max(Comparator.comparingLong(sandbox -> growth(sandbox, free)))
                .ifPresent(sandbox -> sandbox.end(
                        GoneReason.HOST_DISK_LOW,
                        "The disk of the sandbox host is nearly full, and this sandbox had filled most of it lately."));
    }

    /** In the measure of what is scarce; of one that could not be measured nothing is known, so others go first. */
    private long growth(Sandbox sandbox, DiskUse free) {
        var meter = meters.get(sandbox.document().key());
        if (meter == null) {
            return -1;
        }
        return free.bytes() < floor.least().bytes() / 2
                ? meter.growth().bytes()
                : meter.growth().files();
    }
}
