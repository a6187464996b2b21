package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Speaks GitHub's API in requests of the form that the product sends, without being the product: to a stand-in, or to whatever stands in between. May be
 * shared between threads.
 */
public final class PlainClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Version, algorithm and the headers of a key of 2,048 bits, which come before what PKCS#1 holds. */
    private static final String PKCS8_HEADER = "308204BE020100300D06092A864886F70D0101010500048204A8";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final URI api;

    /** @param api base of the API, without a slash at the end */
    public PlainClient(URI api) {
        this.api = api;
    }

    /** What came back. */
    public record Said(int status, Map<String, String> headers, String body) {
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }
    }

    public Said get(String path, @Nullable String token) {
        return send("GET", path, token == null ? null : "Bearer " + token, null, Map.of());
    }

    public Said get(String path, String token, Map<String, String> headers) {
        return send("GET", path, "Bearer " + token, null, headers);
    }

    public Said post(String path, String token, JsonNode body) {
        return send("POST", path, "Bearer " + token, body, Map.of());
    }

    public Said put(String path, String token, JsonNode body) {
        return send("PUT", path, "Bearer " + token, body, Map.of());
    }

    public Said patch(String path, String token, JsonNode body) {
        return send("PATCH", path, "Bearer " + token, body, Map.of());
    }

    /** Gives a person's tokens back, with the app's own name and secret. */
    public Said deleteToken(App app, String token) {
        String basic = Base64.getEncoder()
                .encodeToString((app.clientId() + ":" + app.clientSecret()).getBytes(StandardCharsets.UTF_8));
        return send(
                "DELETE",
                "/applications/" + app.clientId() + "/token",
                "Basic " + basic,
                Json.object().put("access_token", token),
                Map.of());
    }

    private Said send(
            String method,
            String path,
            @Nullable String authorization,
            @Nullable JsonNode body,
            Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(PATIENCE)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", "Open-Inspect");
        headers.forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body == null) {
            return send(
                    request.method(method, HttpRequest.BodyPublishers.noBody()).build());
        }
        return send(request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    /** Sends a form and asks for JSON. */
    public static Said form(URI address, Map<String, String> fields) {
        StringJoiner form = new StringJoiner("&");
        fields.forEach((name, value) -> form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send(HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    public static Said send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new java.util.HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            return new Said(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The token by which an app says who it is, as it should be. */
    public static String jwt(App app) {
        Instant now = Instant.now();
        return jwt(app.pem(), Long.toString(app.id()), now.minusSeconds(60), now.plusSeconds(540));
    }

    public static String jwt(String pem, String issuer, Instant issued, Instant expires) {
        String text = encoded(Json.object().put("alg", "RS256").put("typ", "JWT")) + "."
                + encoded(Json.object()
                        .put("iat", issued.getEpochSecond())
                        .put("exp", expires.getEpochSecond())
                        .put("iss", issuer));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey(pem));
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(JsonNode document) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(document));
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        byte[] inner = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        byte[] header = HexFormat.of().parseHex(PKCS8_HEADER);
        byte[] all = Arrays.copyOf(header, header.length + inner.length);
        System.arraycopy(inner, 0, all, header.length, inner.length);
        // The inner length differs by a few bytes from key to key, and so do the two lengths around it.
        length(all, 2, all.length - 4);
        length(all, 24, inner.length);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(all));
    }

    private static void length(byte[] der, int at, int length) {
        der[at] = (byte) (length >> 8);
        der[at + 1] = (byte) length;
    }
}
