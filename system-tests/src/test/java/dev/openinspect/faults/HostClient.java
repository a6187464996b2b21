package dev.openinspect.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Asks the sandbox host what it runs, signed as docs/sandbox-host-api.md says. */
final class HostClient {
    private final URI host;
    private final byte[] key;

    HostClient(Installation installation) {
        this.host = installation.host();
        this.key = key(installation.data().resolve("keys/host.key"));
    }

    /** The newest generations that are not gone, by session. */
    Map<String, Integer> live() {
        return live(get("/v1/sandboxes").json().path("sandboxes"));
    }

    static Map<String, Integer> live(JsonNode sandboxes) {
        Map<String, Integer> live = new HashMap<>();
        Map<String, Integer> running = new HashMap<>();
        for (JsonNode sandbox : sandboxes) {
            String session = sandbox.path("id").asText();
            String state = sandbox.path("state").asText();
            int generation = sandbox.path("generation").asInt();
            if (!state.equals("gone")) {
                live.merge(session, generation, Math::max);
            }
            // One that is only accepted has no process yet: it waits until the older one is gone.
            Integer other = state.equals("running") ? running.put(session, generation) : null;
            if (other != null) {
                throw new TwoAtOnce(session, other, generation);
            }
        }
        return live;
    }

    /** The snapshots that are being taken or there, with their sessions. */
    Map<String, String> snapshots() {
        Map<String, String> sessions = new HashMap<>();
        for (JsonNode snapshot : get("/v1/snapshots").json().path("snapshots")) {
            if (!snapshot.path("state").asText().equals("failed")) {
                sessions.put(
                        snapshot.path("snapshot").asText(),
                        snapshot.path("session").asText());
            }
        }
        return sessions;
    }

    /** Whether this host keeps a session from taking more disk than it may. */
    boolean limitsDisk() {
        return get("/v1/capabilities").json().path("limits").path("disk").asBoolean();
    }

    private Answer get(String path) {
        String nonce = UUID.randomUUID().toString();
        long time = Instant.now().getEpochSecond();
        String signature = sign("GET\n" + path + "\n" + time + "\n" + nonce + "\n" + hash());
        return ApiClient.send(HttpRequest.newBuilder(host.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .header(
                                "Authorization",
                                "OI-HMAC-SHA256 keyId=operator,time=" + time + ",nonce=" + nonce + ",signature="
                                        + signature)
                        .build())
                .expect(200);
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private static String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] key(Path file) {
        try {
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two sandboxes of one session live. */
    static final class TwoAtOnce extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TwoAtOnce(String session, int one, int other) {
            super("session " + session + " has the sandboxes " + one + " and " + other + " at once");
        }
    }
}
