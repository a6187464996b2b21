package dev.openinspect.people;

import static java.util.Objects.requireNonNull;

import dev.openinspect.ids.Fingerprint;

/** A way in as the application remembers it: never the secret itself, only its fingerprint. Long-lived connections keep it to ask again. */
public record Credential(Kind kind, String hash) {
    public static final String API_TOKEN_PREFIX = "oi_";
    public static final String STREAM_TOKEN_PREFIX = "oist_";
    public static final String LOGIN_PREFIX = "oil_";

    public Credential {
        requireNonNull(kind, "kind");
        requireNonNull(hash, "hash");
    }

    public static Credential of(Kind kind, String secret) {
        return new Credential(kind, Fingerprint.of(secret));
    }

    /** What a secret lets in to. */
    public enum Kind {
        LOGIN,
        API_TOKEN,
        STREAM_TOKEN
    }
}
