package dev.openinspect.sandboxes;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.time.Instant;
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

    /** Ends every generation and deletes the layer, but none of the session's snapshots. Unknown sandboxes are fine. */
    void destroy(UUID sessionId);

    /** The boot log from byte {@code after}, at most {@code limit} bytes. */
    LogPiece log(UUID sessionId, int generation, long after, int limit);

    Capabilities capabilities();

    /**
     * Freezes what the session's layer holds now, whether its sandbox lives (then all in it stands still for a moment) or not. Returns at once: {@link
     * #findSnapshot} tells the end. Repeating the same id changes nothing. Fails with {@code unknown_sandbox} when the session has no layer,
     * {@code snapshot_busy} (retryable) while another one of the session is taken, {@code snapshots_full} and {@code disk_low} when there is no room.
     *
     * @param without absolute paths in the sandbox that are left out, at most 64
     */
    SnapshotReport snapshot(UUID sessionId, UUID snapshotId, List<String> without);

    /** What the host knows of a snapshot; empty means that there is none, also when it was being taken as the host ended. */
    Optional<SnapshotReport> findSnapshot(UUID snapshotId);

    /** Every snapshot that the host has, and those that failed within the last hour. */
    List<SnapshotReport> snapshots();

    /**
     * Deletes a snapshot. Unknown is fine. What a layer or another snapshot builds on keeps its space until that is gone, too, but no new layer starts
     * from it. Fails with {@code snapshot_busy} (retryable) while it is being taken.
     */
    void deleteSnapshot(UUID snapshotId);

    /**
     * What is asked for.
     *
     * @param snapshot from what the session's layer is made anew; the layer that it had is discarded, but only once the snapshot was found usable. Null: the
     *     kept layer, or an empty new one. Fails with {@code unknown_snapshot}, {@code snapshot_unusable} (both final) or {@code snapshot_busy} (retryable)
     * @param mirror of what the host may show its own copy to the sandbox, if the layer is empty; never with a snapshot
     */
    record Order(
            UUID sessionId,
            int generation,
            String token,
            int memoryMiB,
            double cpus,
            int processes,
            int diskMiB,
            int files,
            List<String> allowedNetworks,
            @Nullable UUID snapshot,
            @Nullable Mirror mirror) {
        public Order {
            allowedNetworks = List.copyOf(allowedNetworks);
        }
    }

    /**
     * A branch of the session's repository, of which a host may keep a copy that it fetches at the Git door with the order's token. Fresh clones take
     * from there what they can.
     *
     * @param repositoryId its copy's name for ever
     * @param repository its name at the Git door
     * @param branch where the session begins
     */
    record Mirror(UUID repositoryId, String repository, String branch) {}

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

    enum SnapshotState {
        TAKING,
        READY,
        FAILED
    }

    /**
     * What the host says of a snapshot.
     *
     * @param bytes disk that this snapshot added, without what it shares with earlier ones; 0 until it is ready
     * @param files names in it, shared ones included; 0 until it is ready
     * @param reason a sentence, only of a failed one
     * @param takenAt the moment that it shows; until it is ready, when it was begun
     */
    record SnapshotReport(
            UUID snapshotId,
            UUID sessionId,
            SnapshotState state,
            long bytes,
            long files,
            @Nullable String reason,
            Instant takenAt) {}

    record Capabilities(
            boolean isolated,
            boolean memoryLimit,
            boolean cpuLimit,
            boolean processLimit,
            boolean diskLimit,
            boolean snapshots,
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
