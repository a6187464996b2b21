package dev.openinspect.clients.github;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** The short proof that we hold the App's key: a JSON Web Token (RFC 7519), signed RS256. */
final class AppJwt {
    // GitHub refuses a token from the future and one that lives longer than 10 min, and clocks differ.
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final Duration AHEAD = Duration.ofMinutes(8);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private AppJwt() {}

    static String sign(String appId, RSAPrivateKey key, Instant now) {
        String head = Json.createObjectBuilder()
                .add("alg", "RS256")
                .add("typ", "JWT")
                .build()
                .toString();
        String claims = Json.createObjectBuilder()
                .add("iat", now.minus(BACK).getEpochSecond())
                .add("exp", now.plus(AHEAD).getEpochSecond())
                .add("iss", appId)
                .build()
                .toString();
        String text =
                encode(head.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return text + "." + encode(signature(text, key));
    }

    private static byte[] signature(String text, RSAPrivateKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with SHA-256 and RSA", e);
        }
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
