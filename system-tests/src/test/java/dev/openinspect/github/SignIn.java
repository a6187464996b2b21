package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.github.Routes.Call;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The web flow of OAuth with PKCE (RFC 6749, RFC 7636), with GitHub's words and its habit of answering 200 with an error. */
final class SignIn {
    private static final Duration CODE = Duration.ofMinutes(10);
    private static final List<String> CARRIED = List.of("client_id", "redirect_uri", "state", "code_challenge");

    private final World world;
    private final Tokens tokens;
    private final Map<String, Code> codes = new HashMap<>();

    SignIn(World world, Tokens tokens) {
        this.world = world;
        this.tokens = tokens;
    }

    /** What the browser carries back, and what it is good for. */
    private record Code(
            String login, String redirect, @Nullable String challenge, Instant expires) {}

    void on(Routes routes) {
        routes.on("GET", "/login/oauth/authorize", call -> ask(call.request()))
                .on("POST", "/login/oauth/authorize", this::decide)
                .on("POST", "/login/oauth/access_token", this::exchange);
    }

    private Reply ask(Request request) {
        String redirect = checked(request.parameter("client_id"), request.parameter("redirect_uri"));
        String method = request.parameter("code_challenge_method").orElse("S256");
        if (redirect.isEmpty() || request.parameter("state").isEmpty() || !method.equals("S256")) {
            return Page.of("This app cannot ask like that", "Client, address, state or challenge are not right.")
                    .reply(404);
        }
        Page page = Page.of("Sign in to the GitHub stand-in", world.app.slug + " asks who you are.");
        Map<String, String> carried = new HashMap<>();
        CARRIED.forEach(name -> carried.put(name, request.parameter(name).orElse("")));
        for (Account person : world.people()) {
            page.button("/login/oauth/authorize", carried, "login", person.login(), "Continue as " + person.login());
        }
        return page.button("/login/oauth/authorize", carried, "login", "", "Cancel")
                .reply(200);
    }

    private Reply decide(Call call) {
        Map<String, String> fields = call.request().fields();
        String redirect =
                checked(Optional.ofNullable(fields.get("client_id")), Optional.ofNullable(fields.get("redirect_uri")));
        String login = fields.getOrDefault("login", "");
        if (redirect.isEmpty()) {
            return Reply.empty(404);
        }
        Map<String, String> back = new HashMap<>(Map.of("state", fields.getOrDefault("state", "")));
        if (login.isEmpty()) {
            back.put("error", "access_denied");
            back.put("error_description", "The user has denied your application access.");
        } else {
            String code = App.random(10);
            String challenge = fields.getOrDefault("code_challenge", "");
            codes.put(
                    code,
                    new Code(
                            world.account(login).orElseThrow(Refusal::notFound).login(),
                            redirect,
                            challenge.isEmpty() ? null : challenge,
                            Instant.now().plus(CODE)));
            back.put("code", code);
        }
        return Reply.to(302, redirect + (redirect.contains("?") ? "&" : "?") + form(back));
    }

    /** The address to come back to, or nothing if the app may not ask for it. */
    private String checked(Optional<String> client, Optional<String> redirect) {
        boolean known = client.filter(world.app.clientId::equals).isPresent();
        return known ? redirect.filter(this::isCallback).orElse("") : "";
    }

    private boolean isCallback(String address) {
        if (!world.app.callbacks.isEmpty()) {
            return world.app.callbacks.contains(address);
        }
        try {
            String host = URI.create(address).getHost();
            return host != null && List.of("127.0.0.1", "localhost", "[::1]").contains(host);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private Reply exchange(Call call) {
        Map<String, String> fields = call.request().fields();
        boolean json = call.request().header("accept").orElse("").contains("application/json");
        if (!world.app.clientId.equals(fields.get("client_id"))
                || !world.app.clientSecret.equals(fields.get("client_secret"))) {
            return error(
                    json, "incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
        }
        if ("refresh_token".equals(fields.get("grant_type"))) {
            return tokens.refresh(fields.getOrDefault("refresh_token", ""))
                    .map(token -> granted(json, token))
                    .orElseGet(() ->
                            error(json, "bad_refresh_token", "The refresh token passed is incorrect or expired."));
        }
        Code code = codes.remove(fields.getOrDefault("code", ""));
        if (code == null
                || code.expires.isBefore(Instant.now())
                || !isVerified(code, fields.getOrDefault("code_verifier", ""))) {
            return error(json, "bad_verification_code", "The code passed is incorrect or expired.");
        }
        if (fields.containsKey("redirect_uri") && !code.redirect.equals(fields.get("redirect_uri"))) {
            return error(
                    json,
                    "redirect_uri_mismatch",
                    "The redirect_uri MUST match the registered callback URL for this application.");
        }
        return granted(json, tokens.give(code.login));
    }

    private static boolean isVerified(Code code, String verifier) {
        if (code.challenge == null) {
            return verifier.isEmpty();
        }
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum).equals(code.challenge);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply granted(boolean json, Tokens.PersonToken token) {
        Instant now = Instant.now();
        return answer(
                json,
                Json.object()
                        .put("access_token", token.access())
                        .put(
                                "expires_in",
                                Duration.between(now, token.expires()).toSeconds())
                        .put("refresh_token", token.refresh())
                        .put(
                                "refresh_token_expires_in",
                                Duration.between(now, token.refreshExpires()).toSeconds())
                        .put("scope", "")
                        .put("token_type", "bearer"));
    }

    private static Reply error(boolean json, String error, String sentence) {
        return answer(
                json,
                Json.object()
                        .put("error", error)
                        .put("error_description", sentence)
                        .put("error_uri", "https://docs.github.com/apps"));
    }

    private static Reply answer(boolean json, ObjectNode document) {
        if (json) {
            return Reply.json(200, document);
        }
        Map<String, String> fields = new HashMap<>();
        document.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return new Reply(
                200,
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                form(fields).getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> fields) {
        StringJoiner form = new StringJoiner("&");
        fields.forEach((name, value) -> form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }
}
