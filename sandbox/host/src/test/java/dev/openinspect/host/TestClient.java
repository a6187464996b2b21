package dev.openinspect.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Speaks the API as its document says, written without the daemon's own classes. */
final class TestClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final int port;
    private final byte[] key;

    record Reply(int status, JsonNode body) {}

    TestClient(int port, byte[] key) {
        this.port = port;
        this.key = key;
    }

    Reply get(String path) {
        return call("GET", path, "");
    }

    Reply post(String path, String body) {
        return call("POST", path, body);
    }

    Reply delete(String path) {
        return call("DELETE", path, "");
    }

    Reply call(String method, String path, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                method,
                path,
                body,
                authorization(
                        method, path, bytes, Instant.now(), UUID.randomUUID().toString()));
    }

    Reply send(String method, String path, String body, String authorization) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(120))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(), json.readTree(response.body().isEmpty() ? "null" : response.body()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String authorization(String method, String path, byte[] body, Instant time, String nonce) {
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var signed = method + "\n" + path + "\n" + time.getEpochSecond() + "\n" + nonce + "\n" + digest;
            return "OI-HMAC-SHA256 keyId=test,time=" + time.getEpochSecond() + ",nonce=" + nonce + ",signature="
                    + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
