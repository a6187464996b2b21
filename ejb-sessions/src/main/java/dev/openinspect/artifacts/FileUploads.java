package dev.openinspect.artifacts;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.ShownFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes a file in: asks for a place, keeps the bytes as they come, notes the file. Never inside a transaction. May be shared between threads. */
@ApplicationScoped
public class FileUploads {
    private static final Logger LOG = Logger.getLogger(FileUploads.class.getName());

    @Inject
    FileShelf shelf;

    @Inject
    Blobs blobs;

    /**
     * Reads the stream to its end.
     *
     * @throws Refused what {@link FileShelf} refuses, {@code file_too_large}, {@code invalid_input} for an empty file
     * @throws IOException if the stream breaks off or cannot be kept
     */
    public ShownFile take(SandboxIdentity sandbox, Upload upload, InputStream content) throws IOException {
        FileShelf.Place place = shelf.admit(sandbox, upload);
        byte[] head = content.readNBytes(FileType.HEAD_BYTES);
        if (head.length == 0) {
            throw Refused.invalid("An empty file shows nothing.");
        }
        FileType type = FileType.of(head);
        Blobs.Stored stored = store(place, type, new SequenceInputStream(new ByteArrayInputStream(head), content));
        boolean noted = false;
        try {
            ShownFile file = shelf.add(sandbox, place, type, stored);
            noted = file.id().equals(place.artifactId());
            return file;
        } finally {
            if (!noted) {
                drop(place);
            }
        }
    }

    private Blobs.Stored store(FileShelf.Place place, FileType type, InputStream content) throws IOException {
        try {
            return blobs.store(place.sessionId(), place.artifactId(), content, type.mostBytes());
        } catch (Blobs.TooLarge e) {
            throw new Refused(
                    RefusalCode.FILE_TOO_LARGE,
                    "A file of this type (" + type.mediaType() + ") has at most " + (type.mostBytes() >> 20) + " MiB.");
        }
    }

    /** It is the same as an earlier file, or was refused in the end. */
    private void drop(FileShelf.Place place) {
        try {
            blobs.delete(place.sessionId(), place.artifactId());
        } catch (IOException e) {
            // It goes with its session.
            LOG.log(Level.WARNING, "session=" + place.sessionId() + " an unwanted file could not be deleted", e);
        }
    }
}
