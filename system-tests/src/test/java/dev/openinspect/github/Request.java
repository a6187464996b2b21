package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request, read whole.
 *
 * @param path as it was sent, without decoding
 * @param headers by their names in small letters
 */
record Request(String method, String path, String query, Map<String, String> headers, byte[] body) {
    private static final int MOST_BYTES = 256 << 20;

    static Request of(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new IOException("a body of more than " + MOST_BYTES + " bytes");
        }
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                headers,
                body);
    }

    /** The same request as if it had been sent to another path. */
    Request at(String other) {
        return new Request(method, other, query, headers, body);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** A parameter of the query; empty if it is not there or has no value. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(pairs(query).get(name)).filter(value -> !value.isEmpty());
    }

    /** Fields of a form, or of a JSON object whose values are plain. */
    Map<String, String> fields() {
        if (!header("content-type").orElse("").startsWith("application/json")) {
            return pairs(text());
        }
        Map<String, String> fields = new HashMap<>();
        json().properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }

    /** The body as an object; no body is an empty one. */
    JsonNode json() {
        if (body.length == 0) {
            return Json.object();
        }
        try {
            JsonNode document = Json.MAPPER.readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (IOException e) {
            throw new Refusal(400, "Problems parsing JSON", e);
        }
        throw new Refusal(400, "Body should be a JSON object");
    }

    /** The body, unpacked if it was packed. */
    byte[] unpacked() throws IOException {
        if (!header("content-encoding").orElse("").equals("gzip")) {
            return body;
        }
        try (var packed = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
            return packed.readAllBytes();
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What follows a scheme in {@code Authorization}. */
    Optional<String> authorization(String scheme) {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
                .map(value -> value.substring(scheme.length() + 1).strip());
    }

    /** User and password of Basic authentication. */
    Optional<Basic> basic() {
        return authorization("Basic").map(Basic::of);
    }

    /** The parts of Basic authentication. */
    record Basic(String user, String password) {
        private static Basic of(String encoded) {
            try {
                String plain = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                int colon = plain.indexOf(':');
                return colon < 0
                        ? new Basic(plain, "")
                        : new Basic(plain.substring(0, colon), plain.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw new Refusal(401, "Bad credentials", e);
            }
        }
    }

    private static Map<String, String> pairs(@Nullable String text) {
        Map<String, String> pairs = new HashMap<>();
        if (text == null) {
            return pairs;
        }
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
