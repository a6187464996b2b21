package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends signed deliveries, each once, in no order and without trying again, as GitHub does; a test repeats what it wants repeated. May be shared between
 * threads.
 */
public final class Hooks implements AutoCloseable {
    /** GitHub waits no longer for the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final App app;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile Optional<URI> address = Optional.empty();

    Hooks(App app) {
        this.app = app;
    }

    /** What was or would have been sent. */
    public record Delivery(UUID id, String event, String body) {}

    /** Where deliveries go from now on. */
    public void to(URI receiver) {
        address = Optional.of(receiver);
    }

    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Sends it once more, under the same id. Returns the status of the answer. */
    public int again(Delivery delivery) {
        URI receiver = address.orElseThrow(() -> new IllegalStateException("nobody receives hooks"));
        return post(receiver, delivery, signature(delivery.body));
    }

    /** Sends it under the same id with a signature that is not GitHub's. Returns the status of the answer. */
    public int forged(Delivery delivery) {
        URI receiver = address.orElseThrow(() -> new IllegalStateException("nobody receives hooks"));
        return post(receiver, delivery, "sha256=" + App.random(32));
    }

    void send(String event, ObjectNode payload) {
        Delivery delivery =
                new Delivery(UUID.randomUUID(), event, new String(Json.bytes(payload), StandardCharsets.UTF_8));
        deliveries.add(delivery);
        address.ifPresent(receiver -> threads.execute(() -> {
            int status = post(receiver, delivery, signature(delivery.body));
            System.out.println("hook " + event + " " + delivery.id + " → " + status);
        }));
    }

    @Override
    public void close() {
        threads.close();
        http.close();
    }

    /** Nobody who answers counts as status 0. */
    private int post(URI receiver, Delivery delivery, String signature) {
        HttpRequest request = HttpRequest.newBuilder(receiver)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "GitHub-Hookshot/stand-in")
                .header("X-GitHub-Delivery", delivery.id.toString())
                .header("X-GitHub-Event", delivery.event)
                .header("X-GitHub-Hook-Installation-Target-Type", "integration")
                .header("X-GitHub-Hook-Installation-Target-ID", Long.toString(app.id))
                .header("X-Hub-Signature-256", signature)
                .POST(HttpRequest.BodyPublishers.ofString(delivery.body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(app.hookSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
