package dev.openinspect.github;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The app at one account, with the repositories that it was given. Guarded by the world's lock. */
public final class AppInstallation {
    final long id;
    final Account account;
    final Set<Long> selected = new HashSet<>();
    final Map<String, String> permissions;
    final Instant created;
    boolean everything;

    @Nullable
    Instant suspended;

    AppInstallation(long id, Account account, Map<String, String> permissions, Instant created) {
        this.id = id;
        this.account = account;
        this.permissions = Map.copyOf(permissions);
        this.created = created;
    }

    public long id() {
        return id;
    }

    boolean gives(Repository repository) {
        return !repository.deleted
                && repository.owner.equalsIgnoreCase(account.login())
                && (everything || selected.contains(repository.id));
    }
}
