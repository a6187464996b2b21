package dev.openinspect.clients.github;

import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.clients.configuration.Key;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Reads the App's private key: GitHub hands it out as PKCS#1, tools often turn that into PKCS#8. */
final class AppKey {
    private static final int SHORTEST_BITS = 2_048;
    private static final String LIMITS = "a PEM file with an RSA private key of at least " + SHORTEST_BITS
            + " bits, without a passphrase (BEGIN RSA PRIVATE KEY or BEGIN PRIVATE KEY)";

    private AppKey() {}

    static RSAPrivateKey parse(String pem) {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject found = reader.readPemObject();
            if (found != null
                    && KeyFactory.getInstance("RSA").generatePrivate(specification(found)) instanceof RSAPrivateKey key
                    && key.getModulus().bitLength() >= SHORTEST_BITS) {
                return key;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            // The parser throws all of these about a damaged file.
            throw new InvalidSetting(Key.GITHUB_APP_KEY_FILE.variable(), LIMITS, e);
        }
        throw new InvalidSetting(Key.GITHUB_APP_KEY_FILE.variable(), LIMITS);
    }

    private static KeySpec specification(PemObject found) {
        return switch (found.getType()) {
            case "RSA PRIVATE KEY" -> pkcs1(org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(found.getContent()));
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(found.getContent());
            default -> throw new IllegalArgumentException("no private key");
        };
    }

    private static KeySpec pkcs1(org.bouncycastle.asn1.pkcs.RSAPrivateKey parts) {
        return new RSAPrivateCrtKeySpec(
                parts.getModulus(),
                parts.getPublicExponent(),
                parts.getPrivateExponent(),
                parts.getPrime1(),
                parts.getPrime2(),
                parts.getExponent1(),
                parts.getExponent2(),
                parts.getCoefficient());
    }
}
