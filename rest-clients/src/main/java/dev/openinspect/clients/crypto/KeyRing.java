package dev.openinspect.clients.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** The installation's master keys. Nothing is encrypted with them: each use gets a key of its own by HKDF (RFC 5869). May be shared between threads. */
final class KeyRing {
    private static final int ID_BYTES = 4;

    private final List<MasterKey> keys;
    private final List<MasterKey> retired;

    /** @param keys 32 bytes each; the first one seals, the others only open what was sealed before they were replaced */
    KeyRing(List<byte[]> keys) {
        this(keys, List.of());
    }

    private KeyRing(List<byte[]> keys, List<MasterKey> retired) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length != 32)) {
            throw new IllegalArgumentException("a key ring needs keys of 32 bytes");
        }
        this.keys = keys.stream().map(MasterKey::of).toList();
        this.retired = retired;
    }

    /**
     * The ring after its keys were changed. A key that is gone goes on to open, once: somebody may have read a row a moment before it was sealed anew. With the next
     * change it is forgotten.
     */
    KeyRing changedTo(List<byte[]> others) {
        return new KeyRing(others, keys);
    }

    /** Of the keys that there are, the current one first. */
    List<String> ids() {
        return keys.stream().map(MasterKey::id).toList();
    }

    MasterKey current() {
        return keys.getFirst();
    }

    Optional<MasterKey> byId(String id) {
        return Stream.concat(keys.stream(), retired.stream())
                .filter(key -> key.id.equals(id))
                .findFirst();
    }

    static final class MasterKey {
        private final String id;
        private final byte[] secret;

        private MasterKey(String id, byte[] secret) {
            this.id = id;
            this.secret = secret;
        }

        private static MasterKey of(byte[] secret) {
            return new MasterKey(
                    HexFormat.of().formatHex(expand(secret, "openinspect key id", ID_BYTES)), secret.clone());
        }

        /** Names the key without telling anything about it. */
        String id() {
            return id;
        }

        byte[] derive(String use) {
            return expand(secret, use, 32);
        }

        private static byte[] expand(byte[] secret, String use, int length) {
            HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
            generator.init(new HKDFParameters(secret, null, use.getBytes(StandardCharsets.UTF_8)));
            byte[] derived = new byte[length];
            generator.generateBytes(derived, 0, length);
            return derived;
        }
    }
}
