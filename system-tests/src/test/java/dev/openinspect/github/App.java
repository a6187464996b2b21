package dev.openinspect.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** How the app under test is registered. Its secrets are made anew for every stand-in. May be shared between threads. */
public final class App {
    /** Version, algorithm and the headers of a key of 2,048 bits come before what PKCS#1 holds. */
    private static final int PKCS8_HEADER_BYTES = 26;

    private static final SecureRandom RANDOM = new SecureRandom();

    final long id = 4_711;
    final String slug = "open-inspect-stand-in";
    final String clientId = "Iv1." + random(8);
    final String clientSecret = random(20);
    final String hookSecret = random(20);
    final List<String> callbacks = new CopyOnWriteArrayList<>();
    final List<PublicKey> keys = new CopyOnWriteArrayList<>();
    /** What an administrator ticked. */
    final Map<String, String> permissions = new LinkedHashMap<>(Map.of(
            "metadata", "read", "contents", "write", "pull_requests", "write", "checks", "read", "statuses", "read"));

    private volatile String pem = "";

    App() {
        newKey();
    }

    /** Makes another key and forgets the ones before. Returns it as GitHub hands it out. */
    public String rotateKey() {
        keys.clear();
        return newKey();
    }

    /** The private key, which GitHub itself would not have kept: PKCS#1 in PEM. */
    public String pem() {
        return pem;
    }

    public long id() {
        return id;
    }

    public String slug() {
        return slug;
    }

    public String clientId() {
        return clientId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    public String hookSecret() {
        return hookSecret;
    }

    /** Addresses that people may be sent back to; with none, loopback is good. */
    public List<String> callbacks() {
        return callbacks;
    }

    /** Random hexadecimal digits, two for a byte. */
    static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            KeyPair pair = generator.generateKeyPair();
            keys.add(pair.getPublic());
            byte[] all = pair.getPrivate().getEncoded();
            byte[] inner = Arrays.copyOfRange(all, PKCS8_HEADER_BYTES, all.length);
            String kind = "RSA PRIVATE " + "KEY";
            pem = "-----BEGIN " + kind + "-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(inner)
                    + "\n-----END " + kind + "-----\n";
            return pem;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
