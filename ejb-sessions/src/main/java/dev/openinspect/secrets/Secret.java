package dev.openinspect.secrets;

import static java.util.Objects.requireNonNull;

import dev.openinspect.persistence.OptionalIdConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named value that sandboxes get as an environment variable. It is written, replaced and deleted, and never shown again: the row holds an envelope of
 * the vault. Writers of a scope come one after the other ({@link Secrets}), so its version counts without gaps.
 */
@Entity
@Table(name = "secret")
public class Secret {
    @Id
    private UUID id;

    @Column(name = "repository_id")
    @Convert(converter = OptionalIdConverter.class)
    private @Nullable UUID repositoryId;

    private String name;
    private int version;
    private String sealed;
    private int bytes;

    @Column(name = "changed_by")
    @Convert(converter = OptionalIdConverter.class)
    private @Nullable UUID changedBy;

    @Column(name = "changed_at")
    private Instant changedAt;

    @SuppressWarnings("NullAway.Init") // For JPA, which fills the fields.
    protected Secret() {}

    @SuppressWarnings("NullAway.Init") // The first value comes right after.
    Secret(UUID id, SecretScope scope, String name) {
        this.id = requireNonNull(id, "id");
        this.repositoryId = scope.repositoryId();
        this.name = SecretRules.name(name);
    }

    /** Takes another value. Its version is new, so that no envelope of an earlier one opens in its place. */
    void take(String value, Vault vault, UUID person, Instant now) {
        bytes = SecretRules.size(name, value);
        version++;
        sealed = vault.seal(scope().purpose(name, version), value);
        changedBy = person;
        changedAt = now;
    }

    /**
     * The value.
     *
     * @throws IllegalStateException if the envelope does not open
     */
    String open(Vault vault) {
        return vault.open(scope().purpose(name, version), sealed);
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    int bytes() {
        return bytes;
    }

    @Nullable
    UUID changedBy() {
        return changedBy;
    }

    Instant changedAt() {
        return changedAt;
    }

    private SecretScope scope() {
        return new SecretScope(repositoryId);
    }
}
