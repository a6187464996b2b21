package dev.openinspect.sandboxes;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A machine or service that runs sandboxes. Calls go over the network: never inside a transaction. Contract: docs/sandbox-host-api.md. */
public interface SandboxProvider {
    /** Asks for a sandbox; a repeated order of the same session and generation starts nothing new. */
    Report create(Order order);

    /** Every sandbox that the host knows: the live ones and those gone within the last hour. */
    List<Report> list();

    /** What the host knows of one generation; empty means unknown, which is not the same as gone. */
    Optional<Report> find(UUID sessionId, int generation);

    /** Ends a sandbox and keeps its layer. Unknown sandboxes are fine. */
    void stop(UUID sessionId, int generation, Duration grace);

    /** Ends every generation and deletes the layer. Unknown sandboxes are fine. */
    void destroy(UUID sessionId);

    /** The boot log from byte {@code after}, at most {@code limit} bytes. */
    LogPiece log(UUID sessionId, int generation, long after, int limit);

    Capabilities capabilities();

    record Order(
            UUID sessionId,
            int generation,
            String token,
            int memoryMiB,
            double cpus,
            int processes,
            int diskMiB,
            int files,
            List<String> allowedNetworks) {
        public Order {
            allowedNetworks = List.copyOf(allowedNetworks);
        }
    }

    enum State {
        ACCEPTED,
        RUNNING,
        GONE
    }

    /**
     * What the host says of a sandbox; {@code reason} and {@code detail} only of one that is gone.
     *
     * @param diskPercent how much of its disk the session uses, as last measured; missing before the first time
     */
    record Report(
            UUID sessionId,
            int generation,
            State state,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable Integer diskPercent) {}

    record LogPiece(String text, long next) {}

    record Capabilities(
            boolean isolated,
            boolean memoryLimit,
            boolean cpuLimit,
            boolean processLimit,
            boolean diskLimit,
            int maxSandboxes,
            List<String> notes) {
        public Capabilities {
            notes = List.copyOf(notes);
        }
    }

    /** The host did not do it. An application exception, so that the container hands it to the caller as it is. */
    @ApplicationException
    class SandboxHostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final boolean retryable;
        private final @Nullable Duration retryAfter;

        public SandboxHostFailure(
                String code,
                String sentence,
                boolean retryable,
                @Nullable Duration retryAfter,
                @Nullable Throwable cause) {
            super(sentence, cause);
            this.code = code;
            this.retryable = retryable;
            this.retryAfter = retryAfter;
        }

        /** The host's stable word ({@code capacity}, {@code layer_in_use} …), or {@code unreachable}. */
        public String code() {
            return code;
        }

        public boolean retryable() {
            return retryable;
        }

        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }
}
