package dev.openinspect.clients.crypto;

import dev.openinspect.clients.configuration.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a file, read again as soon as the file is another: whoever asks after it was replaced gets the new keys, so nothing is sealed with an old first
 * key any more. A look costs some microseconds. A file that cannot be read leaves the keys as they were. May be shared between threads.
 */
final class WatchedKeys implements EnvelopeVault.Keys {
    private static final Logger LOG = Logger.getLogger(WatchedKeys.class.getName());

    private final Path file;
    private volatile Read read;

    private record Stamp(
            FileTime modified, long size, @Nullable Object inode) {}

    private record Read(KeyRing ring, @Nullable Stamp stamp) {}

    /** @throws IllegalStateException if there are no keys to begin with */
    WatchedKeys(Path file) {
        this.file = file;
        Stamp stamp = stamp();
        this.read = new Read(new KeyRing(KeyFiles.read(file)), stamp);
    }

    @Override
    public KeyRing now() {
        Read last = read;
        Stamp stamp = stamp();
        return stamp == null || stamp.equals(last.stamp()) ? last.ring() : readAgain(stamp);
    }

    private synchronized KeyRing readAgain(Stamp stamp) {
        Read last = read;
        if (stamp.equals(last.stamp())) {
            return last.ring();
        }
        try {
            read = new Read(last.ring().changedTo(KeyFiles.read(file)), stamp);
            LOG.info(() -> "the master keys were changed: "
                    + String.join(", ", read.ring().ids()));
        } catch (IllegalStateException e) {
            LOG.log(Level.SEVERE, "The master keys were changed to what cannot be used; the old ones stay.", e);
            read = new Read(last.ring(), stamp);
        }
        return read.ring();
    }

    /** Null if there is no file at this moment. */
    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (IOException e) {
            // The next look tells; whoever needs a key that is not here gets an error of its own.
            return null;
        }
    }
}
