package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.secrets.Vault;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens of a person as they are kept: each sealed for this person and this use, so that a row that was moved opens for nobody. */
public record SealedGrant(
        String accessToken,
        @Nullable Instant accessExpiresAt,
        @Nullable String refreshToken,
        @Nullable Instant refreshExpiresAt) {
    static SealedGrant of(Grant grant, UUID personId, Vault vault) {
        String refresh = grant.refreshToken();
        return new SealedGrant(
                vault.seal(accessPurpose(personId), grant.accessToken()),
                grant.expiresAt(),
                refresh == null ? null : vault.seal(refreshPurpose(personId), refresh),
                grant.refreshExpiresAt());
    }

    static String accessPurpose(UUID personId) {
        return "account:" + personId + ":access";
    }

    static String refreshPurpose(UUID personId) {
        return "account:" + personId + ":refresh";
    }

    @Override
    public String toString() {
        return "SealedGrant[expiresAt=" + accessExpiresAt + "]";
    }
}
