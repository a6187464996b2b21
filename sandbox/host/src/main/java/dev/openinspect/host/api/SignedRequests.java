package dev.openinspect.host.api;

import dev.openinspect.host.sandbox.Refusal;
import dev.openinspect.host.sandbox.Refusal.Code;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request comes from the control plane: signed with the shared key, made within the last minute, and
 * never seen before. Why a request is refused is not told: an attacker has no use for it that we would like. May be
 * shared between threads.
 */
public final class SignedRequests {
    private static final long CLOCK_TOLERANCE_SECONDS = 60;
    private static final int KEY_BYTES = 32;
    private static final Pattern HEADER =
            Pattern.compile("OI-HMAC-SHA256 keyId=([A-Za-z0-9_.-]{1,64}),time=(\\d{1,12}),"
                    + "nonce=([A-Za-z0-9_-]{16,64}),signature=([0-9a-f]{64})");

    private final SecretKeySpec key;
    private final Clock clock;
    private final Nonces nonces;

    public SignedRequests(byte[] key, Clock clock, Nonces nonces) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key must be " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
        this.nonces = nonces;
    }

    public void check(String method, String pathWithQuery, byte[] body, @Nullable String authorization) {
        var header = HEADER.matcher(authorization == null ? "" : authorization);
        if (!header.matches()) {
            throw refused();
        }
        var time = Long.parseLong(header.group(2));
        var nonce = header.group(3);
        var expected = signature(method, pathWithQuery, time, nonce, body);
        if (!MessageDigest.isEqual(expected, HexFormat.of().parseHex(header.group(4)))) {
            throw refused();
        }
        if (Math.abs(clock.instant().getEpochSecond() - time) > CLOCK_TOLERANCE_SECONDS) {
            throw refused();
        }
        // Last, so that only the holder of the key can fill the memory of nonces.
        if (!nonces.first(nonce)) {
            throw refused();
        }
    }

    byte[] signature(String method, String pathWithQuery, long time, String nonce, byte[] body) {
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            var text = String.join("\n", method, pathWithQuery, Long.toString(time), nonce, digest);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256 and SHA-256", (GeneralSecurityException) e);
        }
    }

    private static Refusal refused() {
        return new Refusal(Code.UNAUTHORIZED, "The signature of this request is missing, wrong, old or used.");
    }
}
