package dev.openinspect.repositories;

import static java.util.Objects.requireNonNull;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Git repository that sessions may work on. It is registered after one look at the remote; it is never deleted, because sessions point to it, only
 * disabled, and then it takes no new sessions.
 */
@Entity
@Table(name = "repository")
public class Repository {
    @Id
    private UUID id;

    private String name;

    @Enumerated(EnumType.STRING)
    private RepositoryKind kind;

    private String url;

    @Column(name = "default_branch")
    private String defaultBranch;

    private String description;
    private @Nullable String credential;
    private boolean enabled;
    private boolean demo;

    @Column(name = "external_id")
    private @Nullable Long externalId;

    @Column(name = "installation_id")
    private @Nullable Long installationId;

    @Column(name = "full_name")
    private @Nullable String fullName;

    @Column(name = "web_url")
    private @Nullable String webUrl;

    private boolean archived;
    private boolean missing;

    @Convert(converter = LinesConverter.class)
    private List<String> aliases;

    @Convert(converter = LinesConverter.class)
    private List<String> keywords;

    @Convert(converter = LinesConverter.class)
    private List<String> readable;

    @Column(name = "lifetime_minutes")
    private int lifetimeMinutes;

    @Column(name = "created_at")
    private Instant createdAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // For JPA, which fills the fields.
    protected Repository() {}

    Repository(UUID id, String name, RepositoryKind kind, String url, String defaultBranch, Instant createdAt) {
        this.id = requireNonNull(id, "id");
        this.name = RepositoryRules.name(name);
        this.kind = requireNonNull(kind, "kind");
        this.url = requireNonNull(url, "url");
        this.defaultBranch = RepositoryRules.branch(defaultBranch);
        this.description = "";
        this.aliases = List.of();
        this.keywords = List.of();
        this.readable = List.of();
        this.enabled = true;
        this.lifetimeMinutes = RepositoryView.STANDARD_LIFETIME_MINUTES;
        this.createdAt = requireNonNull(createdAt, "createdAt");
    }

    UUID id() {
        return id;
    }

    RepositoryView view() {
        return new RepositoryView(
                id,
                name,
                kind,
                url,
                defaultBranch,
                description,
                enabled,
                demo,
                aliases,
                keywords,
                readable,
                hosted(),
                lifetimeMinutes);
    }

    private RepositoryView.@Nullable Hosted hosted() {
        if (externalId == null || installationId == null || fullName == null || webUrl == null) {
            return null;
        }
        return new RepositoryView.Hosted(
                new HostedPlace(installationId, externalId, fullName), webUrl, archived, missing);
    }

    /** Takes over what the code host says; what people have written here stays. */
    void become(HostedRepository seen) {
        externalId = seen.place().repository();
        installationId = seen.place().installation();
        fullName = seen.place().fullName();
        webUrl = seen.webUrl();
        url = seen.cloneUrl();
        archived = seen.archived();
        missing = false;
        String branch = seen.defaultBranch();
        if (branch != null && RepositoryRules.isBranch(branch)) {
            defaultBranch = branch;
        }
    }

    /** The code host gives it no longer. It may come back. */
    void becomeMissing() {
        missing = true;
    }

    void alsoCalled(List<String> words) {
        aliases = List.copyOf(words);
    }

    void about(List<String> words) {
        keywords = List.copyOf(words);
    }

    void alsoReads(List<String> names) {
        readable = List.copyOf(names);
    }

    void keepSandboxes(int minutes) {
        lifetimeMinutes = RepositoryRules.lifetime(minutes);
    }

    void describe(String text) {
        description = RepositoryRules.description(text);
    }

    void startFrom(String branch) {
        defaultBranch = RepositoryRules.branch(branch);
    }

    /** Takes an envelope of the vault, or null for a repository that needs no credential. */
    void letInWith(@Nullable String sealedCredential) {
        credential = sealedCredential;
    }

    @Nullable
    String sealedCredential() {
        return credential;
    }

    void enable(boolean mayBeUsed) {
        enabled = mayBeUsed;
    }

    /** Makes this the demo repository, wherever the installation now keeps it. */
    void becomeDemo(String path) {
        demo = true;
        kind = RepositoryKind.LOCAL;
        url = requireNonNull(path, "path");
    }

    CodeHost.Address address(@Nullable String openCredential) {
        return new CodeHost.Address(kind, url, openCredential);
    }
}
