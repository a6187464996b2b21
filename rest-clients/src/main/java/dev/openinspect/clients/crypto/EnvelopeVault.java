package dev.openinspect.clients.crypto;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.KeyFiles;
import dev.openinspect.secrets.Vault;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Envelopes {@code oi1.<key id>.<nonce and ciphertext>}: AES-256-GCM with a random nonce of 96 bits, the purpose as associated data. One key seals far
 * less than the 2³² secrets up to which random nonces are safe. The file of keys may change under it. May be shared between threads.
 */
@ApplicationScoped
public class EnvelopeVault implements Vault {
    private static final String VERSION = "oi1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST_SECRET = 1_000_000;

    @Inject
    Configuration configuration;

    private final SecureRandom random = new SecureRandom();
    private Keys keys;

    public EnvelopeVault() {
        this(new KeyRing(List.of(new byte[32])));
    }

    EnvelopeVault(KeyRing keys) {
        this.keys = () -> keys;
    }

    @PostConstruct
    void readKeys() {
        keys = new WatchedKeys(KeyFiles.folder(configuration).resolve("master.key"));
    }

    @Override
    public String seal(String purpose, String secret) {
        byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
        if (plain.length > LONGEST_SECRET) {
            throw new IllegalArgumentException("a secret is at most " + LONGEST_SECRET + " bytes long");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        KeyRing.MasterKey key = keys.now().current();
        try {
            byte[] sealed = crypt(true, key, nonce, purpose, plain, 0, plain.length);
            byte[] envelope = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, envelope, nonce.length, sealed.length);
            return VERSION + "." + key.id() + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(envelope);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
    }

    @Override
    public String open(String purpose, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new IllegalStateException("This is no envelope of the vault.");
        }
        KeyRing.MasterKey key = keys.now()
                .byId(parts[1])
                .orElseThrow(() -> new IllegalStateException("The key " + parts[1] + " is not in master.key."));
        try {
            byte[] envelope = Base64.getUrlDecoder().decode(parts[2]);
            if (envelope.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new IllegalStateException("The envelope is too short.");
            }
            byte[] nonce = Arrays.copyOf(envelope, NONCE_BYTES);
            byte[] plain = crypt(false, key, nonce, purpose, envelope, NONCE_BYTES, envelope.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            throw new IllegalStateException("The envelope was changed or belongs to another purpose.", e);
        }
    }

    @Override
    public String derive(String purpose) {
        byte[] derived = keys.now().current().derive("openinspect derived secret 1:" + purpose);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    }

    @Override
    public List<String> keys() {
        return keys.now().ids();
    }

    /** Where the keys of this moment are. */
    interface Keys {
        KeyRing now();
    }

    private static byte[] crypt(
            boolean encrypt, KeyRing.MasterKey key, byte[] nonce, String purpose, byte[] input, int offset, int length)
            throws InvalidCipherTextException {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        byte[] associated = (VERSION + "." + key.id() + ":" + purpose).getBytes(StandardCharsets.UTF_8);
        cipher.init(
                encrypt,
                new AEADParameters(
                        new KeyParameter(key.derive("openinspect vault seal 1")), TAG_BITS, nonce, associated));
        byte[] output = new byte[cipher.getOutputSize(length)];
        int written = cipher.processBytes(input, offset, length, output, 0);
        written += cipher.doFinal(output, written);
        return Arrays.copyOf(output, written);
    }
}
