package dev.openinspect.clients.blobs;

import dev.openinspect.artifacts.Blobs;
import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Key;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** The blobs of this installation, in the folder that the operator named. */
@Stateless
@Local(Blobs.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class FileBlobs implements Blobs {
    @Inject
    Configuration configuration;

    @Inject
    Clock clock;

    private BlobFolder folder;

    /** The container builds it; {@link #begin} finishes it. */
    @SuppressWarnings("NullAway.Init")
    public FileBlobs() {}

    @PostConstruct
    void begin() {
        Path root = configuration
                .path(Key.BLOBS)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".openinspect", "blobs"));
        folder = new BlobFolder(root, clock);
    }

    @Override
    public Stored store(UUID sessionId, UUID blobId, InputStream content, long mostBytes) throws IOException {
        return folder.store(sessionId, blobId, content, mostBytes);
    }

    @Override
    public InputStream open(UUID sessionId, UUID blobId, long offset) throws IOException {
        return folder.open(sessionId, blobId, offset);
    }

    @Override
    public void delete(UUID sessionId, UUID blobId) throws IOException {
        folder.delete(sessionId, blobId);
    }

    @Override
    public void deleteAll(UUID sessionId) throws IOException {
        folder.deleteAll(sessionId);
    }

    @Override
    public void deleteRemains() throws IOException {
        folder.deleteRemains();
    }
}
