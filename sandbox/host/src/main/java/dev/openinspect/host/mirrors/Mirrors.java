package dev.openinspect.host.mirrors;

import dev.openinspect.host.sandbox.Disk;
import dev.openinspect.host.sandbox.DiskFloor;
import dev.openinspect.host.sandbox.Mirror;
import dev.openinspect.host.sandbox.Order;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One bare copy of each repository whose sessions clone on this machine, shown to their sandboxes read-only. A sandbox takes what is
 * there when it starts and never waits; the copy is fetched beside it, for those that come later. May be shared between threads.
 */
public final class Mirrors {
    private static final System.Logger LOG = System.getLogger(Mirrors.class.getName());
    private static final Duration WATCH_PAUSE = Duration.ofMinutes(5);
    private static final int FETCHES_AT_A_TIME = 2;

    private final MirrorFolders folders;
    private final Disk disk;
    private final DiskFloor floor;
    private final Clock clock;
    private final Limits limits;
    private final Map<UUID, Instant> notBefore = new HashMap<>();
    private final Set<UUID> busy = new HashSet<>();

    /**
     * What mirrors may take.
     *
     * @param pause between two fetches of the same one
     * @param pauseAfterFailure the same, when it failed: what is too large would be fetched in vain again and again
     * @param call how long one call of git may take
     * @param one bytes of one mirror, and of each file in it
     * @param all bytes of all together
     * @param unused how long one is kept that nobody uses
     */
    public record Limits(
            Duration pause, Duration pauseAfterFailure, Duration call, long one, long all, Duration unused) {
        private static final long GIBIBYTE = 1L << 30;
        public static final Limits USUAL = new Limits(
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                4 * GIBIBYTE,
                20 * GIBIBYTE,
                Duration.ofDays(30));
    }

    public Mirrors(Path folder, Disk disk, DiskFloor floor, Clock clock, Limits limits) throws IOException {
        this.folders = new MirrorFolders(folder);
        this.disk = disk;
        this.floor = floor;
        this.clock = clock;
        this.limits = limits;
    }

    /** The mirror of the order's repository as it is now; null when none is named or there is none yet. */
    public @Nullable Path use(Order order) {
        var mirror = order.mirror();
        if (mirror == null || !folders.has(mirror.key())) {
            return null;
        }
        try {
            folders.use(mirror.key(), clock.instant());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the use of a mirror could not be noted key=" + mirror.key(), e);
        }
        return folders.path(mirror.key());
    }

    /** Fetches the mirror of the order's repository with the token of its sandbox, unless that was begun a short while ago. Returns at once. */
    public void refreshLater(Order order) {
        var mirror = order.mirror();
        if (mirror == null || !begin(mirror.key())) {
            return;
        }
        // Git dies with the thread that started it: so it must be one of its own.
        Thread.ofPlatform().daemon().name("mirror-" + mirror.key()).start(() -> {
            var pause = limits.pauseAfterFailure();
            try {
                pause = refresh(mirror, order) ? limits.pause() : pause;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end(mirror.key(), pause);
            }
        });
    }

    private synchronized boolean begin(UUID key) {
        var now = clock.instant();
        notBefore.values().removeIf(moment -> !now.isBefore(moment));
        if (notBefore.containsKey(key) || busy.contains(key) || busy.size() >= FETCHES_AT_A_TIME) {
            return false;
        }
        return busy.add(key);
    }

    private synchronized void end(UUID key, Duration pause) {
        busy.remove(key);
        notBefore.put(key, clock.instant().plus(pause));
    }

    private synchronized boolean isBusy(UUID key) {
        return busy.contains(key);
    }

    /** Whether some fetch is under way. */
    synchronized boolean fetching() {
        return !busy.isEmpty();
    }

    private boolean refresh(Mirror mirror, Order order) throws InterruptedException {
        var began = clock.instant();
        try {
            if (floor.isLow(disk.free())) {
                throw new IOException("the disk is nearly full");
            }
            var git = new MirrorGit(limits.call(), limits.one()).withToken(order.token());
            var url = "http://127.0.0.1:" + order.controlPort() + "/git/" + mirror.repository() + ".git";
            if (folders.has(mirror.key())) {
                update(mirror, git, url);
            } else {
                make(mirror, git, url);
            }
            LOG.log(
                    Level.INFO,
                    "mirror fetched repository={0} key={1} branch={2} milliseconds={3}",
                    mirror.repository(),
                    mirror.key(),
                    mirror.branch(),
                    Long.toString(Duration.between(began, clock.instant()).toMillis()));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "mirror not fetched repository={0} key={1} branch={2} reason={3}",
                    mirror.repository(),
                    mirror.key(),
                    mirror.branch(),
                    String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Beside its place, so that nobody ever sees half of one. */
    private void make(Mirror mirror, MirrorGit git, String url) throws IOException, InterruptedException {
        var draft = folders.draft(mirror.key());
        try {
            var unused = git.run(draft, "init", "--quiet", "--bare", "--template=", "--initial-branch=main");
            new MirrorFetch(git, draft, url).run(mirror);
            refuseTooLarge(draft);
            folders.publish(draft, mirror.key(), clock.instant());
        } finally {
            MirrorFolders.delete(draft);
        }
    }

    private void update(Mirror mirror, MirrorGit git, String url) throws IOException, InterruptedException {
        var path = folders.path(mirror.key());
        try {
            new MirrorFetch(git, path, url).run(mirror);
            refuseTooLarge(path);
        } catch (IOException e) {
            discardIfUseless(mirror, git, e);
            throw e;
        }
    }

    /** A remote that refuses is no reason to throw a mirror away; damage and size are: the next fetch makes it anew. */
    private void discardIfUseless(Mirror mirror, MirrorGit git, IOException failure)
            throws IOException, InterruptedException {
        var path = folders.path(mirror.key());
        if (!Files.isDirectory(path)) {
            return;
        }
        MirrorFolders.deleteRemains(path);
        if (failure instanceof TooLarge || !git.succeeds(path, "fsck", "--full", "--no-dangling", "--no-progress")) {
            folders.remove(mirror.key());
        }
    }

    private void refuseTooLarge(Path mirror) throws IOException {
        var bytes = MirrorFolders.bytes(mirror);
        if (bytes > limits.one()) {
            throw new TooLarge("it is too large: " + bytes + " bytes");
        }
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String sentence) {
            super(sentence);
        }
    }

    /** Throws away what is too old or too much, again and again for the rest of this program's life. */
    public void watch() {
        Thread.ofPlatform().daemon().name("mirrors").start(() -> {
            try {
                while (true) {
                    tidy();
                    Thread.sleep(WATCH_PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** What nobody has used for long goes, then what was used longest ago, until all fit and the disk has room. */
    void tidy() throws InterruptedException {
        try {
            var kept = folders.kept();
            var bytes = kept.stream().mapToLong(MirrorFolders.Kept::bytes).sum();
            for (var mirror : kept) {
                var old = mirror.lastUse().plus(limits.unused()).isBefore(clock.instant());
                var fits = bytes <= limits.all() && !floor.isLow(disk.free());
                if ((!old && fits) || isBusy(mirror.key())) {
                    continue;
                }
                folders.remove(mirror.key());
                bytes -= mirror.bytes();
                LOG.log(Level.INFO, "mirror deleted key={0} lastUse={1}", mirror.key(), mirror.lastUse());
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the mirrors could not be tidied", e);
        }
    }
}
