package dev.openinspect.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/**
 * Where the bytes of artifacts lie. A blob is written once, whole or not at all, and never changed. Every call may take as long as a disk does, so never
 * inside a transaction. May be shared between threads; all nodes of an installation see the same blobs.
 */
public interface Blobs {
    /**
     * Reads the stream to its end and keeps it. Returns when it is safe on the disk; of a stream that breaks off, or is longer than it may be, nothing stays.
     *
     * @param mostBytes of the stream
     * @throws TooLarge if it is longer
     * @throws IOException if the stream breaks off or the bytes cannot be written
     */
    Stored store(UUID sessionId, UUID blobId, InputStream content, long mostBytes) throws IOException;

    /**
     * A part of a blob.
     *
     * @param offset of the first byte, at most the blob's length
     * @throws java.nio.file.NoSuchFileException if there is no such blob
     */
    InputStream open(UUID sessionId, UUID blobId, long offset) throws IOException;

    /** Deletes a blob; one that is not there is fine. */
    void delete(UUID sessionId, UUID blobId) throws IOException;

    /** Deletes all blobs of a session; a session without any is fine. */
    void deleteAll(UUID sessionId) throws IOException;

    /** Deletes what uploads that were interrupted left behind more than an hour ago. */
    void deleteRemains() throws IOException;

    /**
     * What was kept.
     *
     * @param sha256 in hex
     */
    record Stored(long bytes, String sha256) {}

    /** A stream is longer than it may be. */
    final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        public TooLarge(long mostBytes) {
            super("more than " + mostBytes + " bytes");
        }
    }
}
