package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Orders snapshots as a control plane does, and deletes them at the end. */
final class SnapshotsUnderTest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HostUnderTest host;
    private final List<UUID> taken = new ArrayList<>();

    SnapshotsUnderTest(HostUnderTest host) {
        this.host = host;
    }

    /** A whole one. */
    UUID take(UUID session, String... without) {
        var snapshot = begin(session, without);
        await(snapshot, "ready");
        return snapshot;
    }

    UUID begin(UUID session, String... without) {
        var snapshot = UUID.randomUUID();
        taken.add(snapshot);
        var body = post(session, snapshot, without);
        assertThat(body.path("state").asText()).as(body.toString()).isEqualTo("taking");
        return snapshot;
    }

    JsonNode post(UUID session, UUID snapshot, String... without) {
        var paths = Arrays.stream(without).map(path -> "\"" + path + "\"").collect(Collectors.joining(", "));
        return host.client
                .post(
                        "/v1/sandboxes/" + session + "/snapshots",
                        "{\"snapshot\": \"%s\", \"without\": [%s]}".formatted(snapshot, paths))
                .body();
    }

    UUID newest() {
        return taken.getLast();
    }

    JsonNode await(UUID snapshot, String state) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var document = document(snapshot);
        while (System.nanoTime() < deadline && document.path("state").asText().equals("taking")) {
            LockSupport.parkNanos(20_000_000);
            document = document(snapshot);
        }
        assertThat(document.path("state").asText()).as(document.toString()).isEqualTo(state);
        return document;
    }

    JsonNode document(UUID snapshot) {
        return host.client.get("/v1/snapshots/" + snapshot).body();
    }

    JsonNode createFrom(UUID session, long generation, int port, UUID snapshot) {
        var reply = host.client.post("/v1/sandboxes", orderFrom(session, generation, port, snapshot));
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply.body();
    }

    String orderFrom(UUID session, long generation, int port, UUID snapshot) {
        return HostUnderTest.order(session, generation, port, 1024, 512)
                .replace("{\"kind\": \"layer\"}", "{\"kind\": \"snapshot\", \"snapshot\": \"" + snapshot + "\"}");
    }

    Path folder(UUID snapshot) {
        return host.state().resolve("frozen/" + snapshot);
    }

    void delete(UUID snapshot) {
        assertThat(host.client.delete("/v1/snapshots/" + snapshot).status()).isEqualTo(204);
    }

    void awaitSpaceFreed(UUID snapshot) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!Files.exists(folder(snapshot))) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
        fail("the space of " + snapshot + " was not freed");
    }

    @Override
    public void close() {
        taken.forEach(this::delete);
        taken.forEach(this::awaitSpaceFreed);
    }
}
