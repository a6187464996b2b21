package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final String ATTRIBUTES = "unix:ctime,isDirectory,isRegularFile,isSymbolicLink";

    private final ByteNeedles needles;
    private final Set<Path> passed;
    private final Instant since;
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
     */
    public SecretScan(
            Map<String, List<String>> secrets,
            Collection<Path> passed,
            Instant since,
            Duration limit,
            Clock clock,
            Runnable progress) {
        this.needles = new ByteNeedles(secrets);
        this.passed = Set.copyOf(passed);
        this.since = since;
        this.limit = limit;
        this.clock = clock;
        this.progress = progress;
    }

    /** The first secret that is found below these folders. */
    public Optional<Found> below(List<Path> roots) throws IOException {
        deadline = clock.instant().plus(limit);
        for (var root : roots) {
            if (found == null) lookThrough(root);
        }
        return Optional.ofNullable(found);
    }

    /** Each entry is asked about once: a sandbox that shows the machine's own system has hundreds of thousands. */
    private void lookThrough(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                if (found != null) return;
                if (!passed.contains(entry)) visit(entry);
            }
        } catch (DirectoryIteratorException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) throw e.getCause();
        } catch (NoSuchFileException e) {
            // What was deleted while it was read has nothing to hide.
        } catch (AccessDeniedException e) {
            if (!isClosedToAll(folder)) found = new Found(folder, null);
        }
    }

    private void visit(Path entry) throws IOException {
        sign();
        try {
            var attributes = Files.readAttributes(entry, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            // By the change time, which no program can set: also a file that was moved here with its old times is new.
            var changed = (FileTime) Objects.requireNonNull(attributes.get("ctime"));
            if (!changed.toInstant().isBefore(since)) look(entry, attributes);
            if (is(attributes, "isDirectory")) lookThrough(entry);
        } catch (NoSuchFileException e) {
            // A program of the hook still tidies up.
        } catch (AccessDeniedException e) {
            if (!isClosedToAll(entry)) found = new Found(entry, null);
        }
    }

    private void look(Path entry, Map<String, Object> attributes) throws IOException {
        var secret = inName(entry);
        if (secret.isEmpty() && is(attributes, "isSymbolicLink"))
            secret = needles.in(Files.readSymbolicLink(entry).toString().getBytes(StandardCharsets.UTF_8));
        if (secret.isEmpty() && is(attributes, "isRegularFile")) {
            try (var stream = Files.newInputStream(entry, LinkOption.NOFOLLOW_LINKS)) {
                secret = needles.in(stream);
            }
        }
        if (secret.isPresent()) found = new Found(entry, secret.get());
    }

    private Optional<String> inName(Path entry) throws IOException {
        var name = entry.getFileName();
        return name == null ? Optional.empty() : needles.in(name.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean is(Map<String, Object> attributes, String name) {
        return Boolean.TRUE.equals(attributes.get(name));
    }

    /**
     * Root of the sandbox may read whatever a program of the sandbox can have made. What it may not even open belongs to the machine's own system below,
     * whose owners have no id in here.
     */
    private static boolean isClosedToAll(Path file) {
        try {
            return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(WITHOUT_ID);
        } catch (IOException e) {
            return false;
        }
    }

    private void sign() throws TookTooLong {
        if (++looks % LOOKS_BETWEEN_SIGNS != 0) return;
        progress.run();
        if (clock.instant().isAfter(deadline)) throw new TookTooLong(limit);
    }
}
