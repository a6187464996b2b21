package dev.openinspect.repositories;

import dev.openinspect.repositories.CodeHost.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Git's smart protocol for a repository, wherever it is, one stateless request at a time. Nothing is written to {@code out} before the repository
 * has answered, so until then a caller can still say why it failed. Never inside a transaction.
 *
 * <p>Every call throws {@link CodeHost.CodeHostFailure} if the repository cannot be reached or refuses, and {@link IOException} if a stream breaks.
 */
public interface GitTransport {
    /**
     * Lists references and abilities, as the answer to {@code info/refs}.
     *
     * @param protocol what the client said in {@code Git-Protocol}, or null
     */
    void advertise(Address address, GitService service, @Nullable String protocol, OutputStream out) throws IOException;

    /** Answers one request of a fetch. */
    void upload(Address address, @Nullable String protocol, InputStream in, OutputStream out) throws IOException;

    /** Takes a push if the rule allows every reference in it; else nothing of it happens and the client is told why. */
    void receive(Address address, PushRule rule, InputStream in, OutputStream out) throws IOException;

    /** What one sandbox may ask at once. */
    Limits limits();

    record Limits(int parallel, long requestBytes, Duration total) {}
}
