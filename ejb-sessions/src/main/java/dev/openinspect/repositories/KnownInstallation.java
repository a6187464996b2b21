package dev.openinspect.repositories;

import dev.openinspect.codehosts.AppInstallation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A place where the app is installed, as it was when the code host was last asked. */
@Entity
@Table(name = "app_installation")
public class KnownInstallation {
    @Id
    private long id;

    private String account;
    private boolean everything;
    private boolean suspended;

    @Column(name = "settings_url")
    private String settingsUrl;

    @Column(name = "seen_at")
    private Instant seenAt;

    @SuppressWarnings("NullAway.Init") // For JPA, which fills the fields.
    protected KnownInstallation() {}

    KnownInstallation(AppInstallation seen, Instant now) {
        this.id = seen.id();
        this.account = seen.account();
        this.everything = seen.everything();
        this.suspended = seen.suspended();
        this.settingsUrl = seen.settingsUrl();
        this.seenAt = now;
    }

    AppInstallation view() {
        return new AppInstallation(id, account, everything, suspended, settingsUrl);
    }
}
