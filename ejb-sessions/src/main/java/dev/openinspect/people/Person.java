package dev.openinspect.people;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Someone who may come in. An administrator adds a person; the person is disabled when they leave and never deleted, because
 * sessions and their log go on naming them.
 */
@Entity
@Table(name = "person")
@Access(AccessType.FIELD)
public class Person {
    @Id
    private UUID id;

    private String email;
    private String name;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    @Version
    private int version;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Person() {}

    Person(UUID id, EmailAddress email, PersonName name, Role role, Instant createdAt) {
        this.id = id;
        this.email = email.text();
        this.name = name.text();
        this.role = role;
        this.createdAt = createdAt;
    }

    void rename(PersonName newName) {
        this.name = newName.text();
    }

    void become(Role newRole) {
        this.role = newRole;
    }

    void usePasswordHash(String hash) {
        this.passwordHash = hash;
    }

    void disable(Instant now) {
        if (disabledAt == null) {
            disabledAt = now;
        }
    }

    void enable() {
        disabledAt = null;
    }

    boolean isActiveAdministrator() {
        return role == Role.ADMIN && disabledAt == null;
    }

    /** Whether a password that was checked a moment ago still opens the door. */
    boolean stillHas(@Nullable String checkedHash) {
        return disabledAt == null && passwordHash != null && passwordHash.equals(checkedHash);
    }

    String foldedEmail() {
        return email.toLowerCase(Locale.ROOT);
    }

    UUID id() {
        return id;
    }

    @Nullable
    String passwordHash() {
        return passwordHash;
    }

    /** This person coming in with these rights. */
    Caller caller(Scope scope, @Nullable UUID onlySession) {
        return new Caller(id, name, email, role, scope, onlySession);
    }

    PersonSummary summary() {
        return new PersonSummary(id, email, name, role, disabledAt != null, passwordHash != null, createdAt);
    }
}
