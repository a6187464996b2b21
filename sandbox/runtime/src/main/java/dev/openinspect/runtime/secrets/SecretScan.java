package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for secrets in everything that changed in the sandbox's files since a moment: contents, names, and where links lead. What is compressed or encrypted,
 * or written by halves, it cannot recognise. Used once, by one thread.
 */
public final class SecretScan {
    private static final int LOOKS_BETWEEN_SIGNS = 1_000;
    /** As whose the kernel shows what belongs to nobody of a user namespace. */
    private static final Integer WITHOUT_ID = 65_534;

    private final ByteNeedles needles;
    private final Set<Path> passed;
    private final Instant since;
    private final Instant layerBegan;
    private final Duration limit;
    private final Clock clock;
    private final Runnable progress;
    private Instant deadline = Instant.MAX;
    private int looks;
    private @Nullable Found found;

    /** @param secret the name of a secret, or nothing when the file could not be read and nobody knows what is in it */
    public record Found(Path file, @Nullable String secret) {}

    /** There is more than can be looked through in the given time. */
    public static final class TookTooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TookTooLong(Duration limit) {
            super("looking through the files took longer than " + limit.toSeconds() + " s");
        }
    }

    /**
     * @param secrets values by their names
     * @param passed folders and files that are not looked into, because they are no part of what is kept
     * @param since files that were neither written nor renamed since then are passed over
     * @param layerBegan folders that were last changed before, with all that is below, lie outside of the layer ({@link LayerAge})
     */
    public SecretScan(
            Map<String, List<String>> secrets,
            Collection<Path> passed,
            Instant since,
            Instant layerBegan,
            Duration limit,
            Clock clock,
            Runnable progress) {
        this.needles = new ByteNeedles(secrets);
        this.passed = Set.copyOf(passed);
        this.since = since;
        this.layerBegan = layerBegan;
        this.limit = limit;
        this.clock = clock;
        this.progress = progress;
    }

    /** The first secret that is found below these folders. */
    public Optional<Found> below(List<Path> roots) throws IOException {
        deadline = clock.instant().plus(limit);
        for (var root : roots) {
            if (found == null && Files.exists(root)) Files.walkFileTree(root, new Looker(root));
        }
        return Optional.ofNullable(found);
    }

    private final class Looker extends SimpleFileVisitor<Path> {
        private final Path root;

        Looker(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (!folder.equals(root) && passed.contains(folder)) return FileVisitResult.SKIP_SUBTREE;
            sign();
            var changed = changed(folder);
            if (changed.isBefore(layerBegan)) return FileVisitResult.SKIP_SUBTREE;
            return changed.isBefore(since) ? FileVisitResult.CONTINUE : look(folder, Optional.empty());
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            sign();
            if (passed.contains(file) || changed(file).isBefore(since)) return FileVisitResult.CONTINUE;
            if (attributes.isSymbolicLink())
                return look(
                        file, needles.in(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8)));
            if (!attributes.isRegularFile()) return look(file, Optional.empty());
            try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return look(file, needles.in(stream));
            } catch (NoSuchFileException e) {
                // A program of the hook still tidies up.
                return FileVisitResult.CONTINUE;
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (failure instanceof NoSuchFileException || isClosedToAll(file, failure)) return FileVisitResult.CONTINUE;
            found = new Found(file, null);
            return FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            // A folder that was deleted while it was read has nothing to hide.
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult look(Path file, Optional<String> inside) {
            var secret = inside.or(() -> Optional.ofNullable(file.getFileName())
                    .flatMap(name -> needles.in(name.toString().getBytes(StandardCharsets.UTF_8))));
            if (secret.isEmpty()) return FileVisitResult.CONTINUE;
            found = new Found(file, secret.get());
            return FileVisitResult.TERMINATE;
        }
    }

    /**
     * Root of the sandbox may read whatever a program of the sandbox can have made. What it may not even open belongs to the machine's own system below,
     * whose owners have no id in here.
     */
    private static boolean isClosedToAll(Path file, IOException failure) {
        try {
            return failure instanceof AccessDeniedException
                    && Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(WITHOUT_ID);
        } catch (IOException e) {
            return false;
        }
    }

    /** The change time, which no program can set: also a file that was moved here with its old times is new. What has gone never changed. */
    private static Instant changed(Path file) throws IOException {
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MIN;
        }
    }

    private void sign() throws TookTooLong {
        if (++looks % LOOKS_BETWEEN_SIGNS != 0) return;
        progress.run();
        if (clock.instant().isAfter(deadline)) throw new TookTooLong(limit);
    }
}
