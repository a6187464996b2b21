package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final UUID PERSON = new UUID(0, 1);

    private final Vault vault = new TextVault("k1");

    @Test
    void a_new_value_has_a_new_version_and_names_its_writer() {
        Secret secret = new Secret(new UUID(0, 2), SecretScope.GLOBAL, "TOKEN");
        secret.take("first", vault, new UUID(0, 9), NOW.minusSeconds(60));

        secret.take("second", vault, PERSON, NOW);

        assertThat(secret.open(vault)).isEqualTo("second");
        assertThat(secret.version()).isEqualTo(2);
        assertThat(secret.bytes()).isEqualTo(6);
        assertThat(secret.changedBy()).isEqualTo(PERSON);
        assertThat(secret.changedAt()).isEqualTo(NOW);
    }

    @Test
    void an_envelope_is_for_its_scope_name_and_version_alone() {
        SecretScope repository = new SecretScope(new UUID(0, 3));

        assertThat(List.of(
                        SecretScope.GLOBAL.purpose("A", 1),
                        repository.purpose("A", 1),
                        repository.purpose("B", 1),
                        repository.purpose("A", 2)))
                .doesNotHaveDuplicates()
                .startsWith("secret:global:A:1", "secret:00000000-0000-0000-0000-000000000003:A:1");
    }

    @Test
    void a_key_that_is_gone_opens_nothing() {
        Secret secret = new Secret(new UUID(0, 2), SecretScope.GLOBAL, "TOKEN");
        secret.take("value", vault, PERSON, NOW);

        assertThatThrownBy(() -> secret.open(new TextVault("k2"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_reserved_name_is_refused() {
        assertThatThrownBy(() -> new Secret(new UUID(0, 2), SecretScope.GLOBAL, "PATH"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void what_was_opened_is_not_printed_by_accident() {
        var opened = new SecretDelivery.Opened(Map.of("TOKEN", "hunter2"), List.of());

        assertThat(opened.toString()).contains("TOKEN").doesNotContain("hunter2");
    }
}
