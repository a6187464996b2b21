package dev.openinspect.web.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over method, path and time with the installation's key. */
final class OperatorSignature {
    static final Duration TOLERANCE = Duration.ofSeconds(60);
    private static final String ALGORITHM = "HmacSHA256";
    private final byte[] key;

    OperatorSignature(byte[] key) {
        this.key = key.clone();
    }

    boolean matches(String method, String path, Instant sent, Instant now, String signature) {
        if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] expected = of(method, path, sent).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    /** The signature in lower-case hex. */
    String of(String method, String path, Instant sent) {
        String text = method + " " + path + " " + sent.getEpochSecond();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
