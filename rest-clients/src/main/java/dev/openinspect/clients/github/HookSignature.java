package dev.openinspect.clients.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The proof in {@code X-Hub-Signature-256}: {@code sha256=} and the HMAC-SHA-256 of the raw body in hex. */
final class HookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_DIGITS = 64;

    private HookSignature() {}

    /** Whether one of the secrets made it. Every secret is tried and every byte compared, so that the time tells nothing. */
    static boolean fits(byte[] body, String signature, List<String> secrets) {
        if (!signature.startsWith(PREFIX) || signature.length() != PREFIX.length() + HEX_DIGITS) {
            return false;
        }
        byte[] shown;
        try {
            shown = HexFormat.of().parseHex(signature, PREFIX.length(), signature.length());
        } catch (IllegalArgumentException e) {
            // Not hex: nobody who knows the secret writes that.
            return false;
        }
        boolean fits = false;
        for (String secret : secrets) {
            fits |= MessageDigest.isEqual(of(body, secret), shown);
        }
        return fits;
    }

    private static byte[] of(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
