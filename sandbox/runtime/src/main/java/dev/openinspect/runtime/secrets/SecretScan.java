package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
 * Looks for secrets in everything that a layer holds: contents, names, and where links lead. What is compressed or encrypted, or written by halves, it cannot
 * recognise. Used once, by one thread.
 */
public final class SecretScan {
    private static final int LOOKS_BETWEEN_SIGNS = 1_000;

    private final ByteNeedles needles;
    private final Set<Path> passed;
    private final Duration limit;
    private final Clock clock;
    private final Runnable progress;
    private Instant deadline = Instant.MAX;
    private int looks;
    private @Nullable Found found;

    /**
     * A folder with a part of the layer.
     *
     * @param shown where the sandbox sees what is in it
     */
    public record Part(Path folder, Path shown) {
        private Path shown(Path file) {
            return shown.resolve(folder.relativize(file));
        }
    }

    /**
     * @param file as the sandbox sees it
     * @param secret the name of a secret, or nothing when the file could not be read and nobody knows what is in it
     */
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
     * @param passed folders and files, as the sandbox sees them, that are not looked into, because they are no part of what is kept
     */
    public SecretScan(
            Map<String, List<String>> secrets,
            Collection<Path> passed,
            Duration limit,
            Clock clock,
            Runnable progress) {
        this.needles = new ByteNeedles(secrets);
        this.passed = Set.copyOf(passed);
        this.limit = limit;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * The first secret that is found in these parts.
     *
     * @throws IOException also if one of them is not there
     */
    public Optional<Found> in(List<Part> parts) throws IOException {
        deadline = clock.instant().plus(limit);
        for (var part : parts) {
            if (!Files.isDirectory(part.folder()))
                throw new NotDirectoryException(part.folder().toString());
            if (found == null) Files.walkFileTree(part.folder(), new Looker(part));
        }
        return Optional.ofNullable(found);
    }

    private final class Looker extends SimpleFileVisitor<Path> {
        private final Part part;

        Looker(Part part) {
            this.part = part;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            sign();
            if (folder.equals(part.folder())) return FileVisitResult.CONTINUE;
            return passed.contains(part.shown(folder)) ? FileVisitResult.SKIP_SUBTREE : look(folder, Optional.empty());
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            sign();
            if (passed.contains(part.shown(file))) return FileVisitResult.CONTINUE;
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
            if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
            found = new Found(part.shown(file), null);
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
            found = new Found(part.shown(file), secret.get());
            return FileVisitResult.TERMINATE;
        }
    }

    private void sign() throws TookTooLong {
        if (++looks % LOOKS_BETWEEN_SIGNS != 0) return;
        progress.run();
        if (clock.instant().isAfter(deadline)) throw new TookTooLong(limit);
    }
}
