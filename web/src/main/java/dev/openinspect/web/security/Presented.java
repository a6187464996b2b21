package dev.openinspect.web.security;

import dev.openinspect.people.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What a request shows at the door. Exactly one thing counts: a header wins over the cookie, so that a program is never mistaken for a browser. */
sealed interface Presented {
    /** A person's way in that the application can look up. */
    record OfPerson(Credential credential) implements Presented {}

    record OfSandbox(String token) implements Presented {}

    record OfOperator(String signature) implements Presented {}

    /** An {@code Authorization} header that nobody here understands. */
    record Unintelligible() implements Presented {}

    record Nothing() implements Presented {}

    int LONGEST_SECRET = 512;
    String SUBPROTOCOL_TOKEN = "token.";

    static Presented on(Door door, RequestFacts request) {
        if (door == Door.SANDBOX) {
            return sandboxToken(request)
                    .filter(Presented::isShort)
                    .<Presented>map(OfSandbox::new)
                    .orElseGet(Nothing::new);
        }
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isPresent()) {
            return byHeader(door, authorization.get().strip());
        }
        if (door == Door.STREAM && request.asksForWebSocket()) {
            Optional<String> token = subprotocolToken(request);
            if (token.isPresent()) {
                return bearer(door, token.get());
            }
        }
        String cookie = request.loginCookie();
        if (cookie != null && cookie.startsWith(Credential.LOGIN_PREFIX) && isShort(cookie)) {
            return new OfPerson(Credential.of(Credential.Kind.LOGIN, cookie));
        }
        return new Nothing();
    }

    private static Presented byHeader(Door door, String authorization) {
        if (startsWithWord(authorization, "Bearer")) {
            return bearer(door, authorization.substring("Bearer ".length()).strip());
        }
        if (door == Door.OPERATOR && startsWithWord(authorization, "Operator")) {
            return new OfOperator(authorization.substring("Operator ".length()).strip());
        }
        return new Unintelligible();
    }

    private static Presented bearer(Door door, String token) {
        if (!isShort(token)) {
            return new Unintelligible();
        }
        if (token.startsWith(Credential.STREAM_TOKEN_PREFIX)) {
            return door == Door.STREAM
                    ? new OfPerson(Credential.of(Credential.Kind.STREAM_TOKEN, token))
                    : new Unintelligible();
        }
        return token.startsWith(Credential.API_TOKEN_PREFIX)
                ? new OfPerson(Credential.of(Credential.Kind.API_TOKEN, token))
                : new Unintelligible();
    }

    /** Git sends Basic with user {@code sandbox}; the model SDKs send a bearer or {@code x-api-key}. */
    private static Optional<String> sandboxToken(RequestFacts request) {
        Optional<String> authorization = request.header("Authorization").map(String::strip);
        if (authorization.isEmpty()) {
            return request.header("x-api-key").map(String::strip);
        }
        if (startsWithWord(authorization.get(), "Bearer")) {
            return authorization.map(
                    header -> header.substring("Bearer ".length()).strip());
        }
        return startsWithWord(authorization.get(), "Basic")
                ? basicPassword(authorization.get().substring("Basic ".length()).strip())
                : Optional.empty();
    }

    private static Optional<String> basicPassword(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.startsWith("sandbox:") ? Optional.of(pair.substring("sandbox:".length())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not Base64: no password then, which is answered like a wrong one.
            return Optional.empty();
        }
    }

    private static Optional<String> subprotocolToken(RequestFacts request) {
        return request.header("Sec-WebSocket-Protocol").stream()
                .flatMap(offered -> Arrays.stream(offered.split(",", 10)))
                .map(String::strip)
                .filter(name -> name.startsWith(SUBPROTOCOL_TOKEN))
                .map(name -> name.substring(SUBPROTOCOL_TOKEN.length()))
                .findFirst();
    }

    private static boolean startsWithWord(String header, String scheme) {
        return header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
    }

    private static boolean isShort(String secret) {
        return !secret.isEmpty() && secret.length() <= LONGEST_SECRET;
    }
}
