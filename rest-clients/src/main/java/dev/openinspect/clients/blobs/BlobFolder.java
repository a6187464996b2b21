package dev.openinspect.clients.blobs;

import dev.openinspect.artifacts.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A folder with one folder for each session and one file for each blob in it: {@code <session>/<blob>}. A blob is written beside them, in
 * {@code incoming}, forced to the disk and renamed into its place, so that whatever has its name is whole. Readable by the server's user only. May be shared
 * between threads and between nodes.
 */
final class BlobFolder implements Blobs {
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int PIECE = 64 * 1024;
    /** An upload takes minutes at most; what lies longer has nobody any more. */
    private static final Duration REMAINS = Duration.ofHours(1);

    private final Path root;
    private final Clock clock;

    BlobFolder(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    @Override
    public Stored store(UUID sessionId, UUID blobId, InputStream content, long mostBytes) throws IOException {
        Path incoming = Files.createDirectories(root.resolve("incoming"), OWN_FOLDER);
        Path draft = Files.createTempFile(incoming, blobId + "-", ".part", OWN_FILE);
        try {
            Stored stored = write(draft, content, mostBytes);
            Path folder = Files.createDirectories(folder(sessionId), OWN_FOLDER);
            Files.move(draft, folder.resolve(blobId.toString()), StandardCopyOption.ATOMIC_MOVE);
            // The names are data of the folders: without this a power cut could lose the file that was just promised.
            force(folder);
            force(root);
            return stored;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Stored write(Path draft, InputStream content, long mostBytes) throws IOException {
        MessageDigest digest = sha256();
        DigestInputStream in = new DigestInputStream(content, digest);
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                bytes += count;
                if (bytes > mostBytes) {
                    throw new TooLarge(mostBytes);
                }
                ByteBuffer rest = ByteBuffer.wrap(piece, 0, count);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        return new Stored(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public InputStream open(UUID sessionId, UUID blobId, long offset) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(folder(sessionId).resolve(blobId.toString()), StandardOpenOption.READ);
        try {
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void delete(UUID sessionId, UUID blobId) throws IOException {
        Files.deleteIfExists(folder(sessionId).resolve(blobId.toString()));
    }

    @Override
    public void deleteAll(UUID sessionId) throws IOException {
        Path folder = folder(sessionId);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Another node was first, or there never was anything.
            return;
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void deleteRemains() throws IOException {
        Instant limit = clock.instant().minus(REMAINS);
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(root.resolve("incoming"), "*.part")) {
            for (Path draft : drafts) {
                if (isOlder(draft, limit)) {
                    Files.deleteIfExists(draft);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever uploaded.
            return;
        }
    }

    private static boolean isOlder(Path draft, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(draft).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            // Its upload has just come to an end.
            return false;
        }
    }

    private Path folder(UUID sessionId) {
        return root.resolve(sessionId.toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
