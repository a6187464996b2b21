package dev.openinspect.clients.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeVaultTest {
    private static final byte[] FIRST = bytes(1);
    private static final byte[] SECOND = bytes(2);

    private final EnvelopeVault vault = new EnvelopeVault(new KeyRing(List.of(FIRST)));

    @Test
    void a_sealed_secret_opens_again() {
        String sealed = vault.seal("repository:1", "user:pässword");

        assertThat(vault.open("repository:1", sealed)).isEqualTo("user:pässword");
        assertThat(sealed).doesNotContain("word").startsWith("oi1.");
    }

    @Test
    void the_same_secret_never_looks_the_same() {
        assertThat(vault.seal("a", "secret")).isNotEqualTo(vault.seal("a", "secret"));
    }

    @Test
    void an_envelope_of_another_purpose_does_not_open() {
        String sealed = vault.seal("repository:1", "secret");

        assertThatThrownBy(() -> vault.open("repository:2", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_envelope_that_was_changed_anywhere_does_not_open() {
        String sealed = vault.seal("a", "secret");
        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
            // The last letter holds bits that Base64 throws away, so it may differ without a difference.
            if (at == sealed.length() - 1 && Arrays.equals(decoded(changed), decoded(sealed))) {
                continue;
            }

            assertThatThrownBy(() -> vault.open("a", changed)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_was_sealed_with_an_older_key_opens_after_a_new_one_came() {
        String sealed = vault.seal("a", "secret");
        EnvelopeVault renewed = new EnvelopeVault(new KeyRing(List.of(SECOND, FIRST)));

        assertThat(renewed.open("a", sealed)).isEqualTo("secret");
        assertThatThrownBy(() -> vault.open("a", renewed.seal("a", "newer")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("master.key");
    }

    @Test
    void a_derived_secret_depends_on_key_and_purpose_only() {
        EnvelopeVault other = new EnvelopeVault(new KeyRing(List.of(SECOND)));

        assertThat(vault.derive("a")).isEqualTo(vault.derive("a")).hasSize(43);
        assertThat(vault.derive("a")).isNotEqualTo(vault.derive("b")).isNotEqualTo(other.derive("a"));
    }

    /** The envelope is written down here a second time, with the platform's own cryptography. */
    @Test
    void an_envelope_is_aes_256_gcm_with_a_key_of_its_own() throws Exception {
        String[] parts = vault.seal("a", "secret").split("\\.");
        byte[] envelope = Base64.getUrlDecoder().decode(parts[2]);
        byte[] key = hkdf(FIRST, "openinspect vault seal 1");

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(envelope, 12)));
        cipher.updateAAD(("oi1." + parts[1] + ":a").getBytes(StandardCharsets.UTF_8));

        assertThat(new String(cipher.doFinal(envelope, 12, envelope.length - 12), StandardCharsets.UTF_8))
                .isEqualTo("secret");
    }

    @Test
    void the_keys_come_from_the_key_folder(@TempDir Path folder) throws IOException {
        EnvelopeVault configured = new EnvelopeVault();
        configured.configuration = Environment.of("OPENINSPECT_KEYS", folder.toString());

        assertThatThrownBy(configured::readKeys).hasMessageContaining("openssl rand -hex 32");

        Files.writeString(folder.resolve("master.key"), HexFormat.of().formatHex(FIRST) + "\n");
        configured.readKeys();

        assertThat(configured.derive("a")).isEqualTo(vault.derive("a"));
    }

    @Test
    void a_key_that_is_put_before_the_others_seals_at_once(@TempDir Path folder) throws IOException {
        EnvelopeVault watching = watching(folder, FIRST);
        String before = watching.seal("a", "secret");

        write(folder, SECOND, FIRST);

        String after = watching.seal("a", "secret");
        assertThat(watching.keys()).hasSize(2).first().isEqualTo(after.split("\\.")[1]);
        assertThat(after.split("\\.")[1]).isNotEqualTo(before.split("\\.")[1]);
        assertThat(watching.open("a", before))
                .isEqualTo(watching.open("a", after))
                .isEqualTo("secret");
    }

    @Test
    void a_removed_key_opens_until_the_next_change(@TempDir Path folder) throws IOException {
        EnvelopeVault watching = watching(folder, SECOND, FIRST);
        String old = vault.seal("a", "secret");

        write(folder, SECOND);
        assertThat(watching.keys()).hasSize(1);
        assertThat(watching.open("a", old)).isEqualTo("secret");

        write(folder, bytes(3), SECOND);
        assertThatThrownBy(() -> watching.open("a", old)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keys_that_cannot_be_used_leave_the_old_ones(@TempDir Path folder) throws IOException {
        EnvelopeVault watching = watching(folder, FIRST);
        String sealed = watching.seal("a", "secret");

        Files.writeString(folder.resolve("master.key"), "broken");
        assertThat(watching.open("a", sealed)).isEqualTo("secret");

        Files.delete(folder.resolve("master.key"));
        assertThat(watching.open("a", watching.seal("a", "more"))).isEqualTo("more");
    }

    private static EnvelopeVault watching(Path folder, byte[]... keys) throws IOException {
        write(folder, keys);
        EnvelopeVault watching = new EnvelopeVault();
        watching.configuration = Environment.of("OPENINSPECT_KEYS", folder.toString());
        watching.readKeys();
        return watching;
    }

    /** As the operator's program does it: another file in the place of the old one. */
    private static void write(Path folder, byte[]... keys) throws IOException {
        Path draft = folder.resolve("master.key.part");
        Files.write(draft, Arrays.stream(keys).map(HexFormat.of()::formatHex).toList());
        Files.move(draft, folder.resolve("master.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void a_short_master_key_is_refused(@TempDir Path folder) throws IOException {
        EnvelopeVault configured = new EnvelopeVault();
        configured.configuration = Environment.of("OPENINSPECT_KEYS", folder.toString());
        Files.writeString(folder.resolve("master.key"), "abcdef");

        assertThatThrownBy(configured::readKeys).hasMessageContaining("64 hex digits");
    }

    private static byte[] hkdf(byte[] secret, String use) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        byte[] extracted = mac.doFinal(secret);
        mac.init(new SecretKeySpec(extracted, "HmacSHA256"));
        mac.update(use.getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(new byte[] {1});
    }

    private static byte[] decoded(String sealed) {
        return Base64.getUrlDecoder().decode(sealed.substring(sealed.lastIndexOf('.') + 1));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
