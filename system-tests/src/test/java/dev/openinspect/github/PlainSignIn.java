package dev.openinspect.github;

import dev.openinspect.github.PlainClient.Said;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Signs people in as a browser and the product would together, without either. */
public final class PlainSignIn {
    private static final String BACK = "http://127.0.0.1:1/accounts/callback";
    private final GitHubStandIn github;

    public PlainSignIn(GitHubStandIn github) {
        this.github = github;
    }

    /** An access token of a person. */
    public String token(String login) {
        return exchange(code(login, "v"), "v").json().path("access_token").asText();
    }

    /** What the browser brings back when a person has agreed. */
    String code(String login, String verifier) {
        Said decided = PlainClient.form(
                github.url().resolve("/login/oauth/authorize"),
                Map.of(
                        "client_id",
                        github.app().clientId(),
                        "redirect_uri",
                        BACK,
                        "state",
                        "s",
                        "code_challenge",
                        challenge(verifier),
                        "login",
                        login));
        String location = URI.create(decided.headers().get("location")).getQuery();
        return location.replaceAll(".*code=([0-9a-f]+).*", "$1");
    }

    Said exchange(String code, String verifier) {
        return grant(Map.of("code", code, "code_verifier", verifier, "redirect_uri", BACK));
    }

    Said refresh(String token) {
        return grant(Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    private Said grant(Map<String, String> fields) {
        Map<String, String> all = new java.util.HashMap<>(fields);
        all.put("client_id", github.app().clientId());
        all.put("client_secret", github.app().clientSecret());
        return PlainClient.form(github.url().resolve("/login/oauth/access_token"), all);
    }

    private static String challenge(String verifier) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
