package dev.openinspect.codehosts;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at the code host and acting there in a person's name: OAuth 2.0 authorization code with PKCE (RFC 6749, RFC 7636). Calls go over the network:
 * never inside a transaction. Each throws {@link dev.openinspect.repositories.CodeHost.CodeHostFailure}; one whose kind is
 * {@code CREDENTIAL_REFUSED} means that the person must connect again.
 */
public interface PersonalAccess {
    /** The code host's name if people can sign in there; empty where it is not configured. Asks nobody. */
    Optional<String> hostName();

    /** Where the browser goes to ask the person. Asks nobody. */
    URI authorization(String state, String challenge, URI redirect);

    /** Changes the code that the browser brought back for tokens. */
    Grant exchange(String code, String verifier, URI redirect);

    /** Changes a refresh token, which is good for one time, for new tokens. */
    Grant refresh(String refreshToken);

    /** Makes a token and what came with it useless at the host. A token that is unknown there already is no failure. */
    void revoke(String accessToken);

    /** Whose token it is. */
    Account account(String accessToken);

    /**
     * Tokens of a person.
     *
     * @param expiresAt null for a token that does not expire by itself
     * @param refreshToken null where the host gives none
     */
    record Grant(
            String accessToken,
            @Nullable Instant expiresAt,
            @Nullable String refreshToken,
            @Nullable Instant refreshExpiresAt) {
        /** Nothing of what it holds is for a log. */
        @Override
        public String toString() {
            return "Grant[expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * A person at the code host.
     *
     * @param subject the host's id of the person, which outlives renames
     * @param emails addresses that the host has verified, the primary one first
     * @param organisations names of organisations whose member the person is
     */
    record Account(String subject, String login, String name, List<String> emails, List<String> organisations) {
        public Account {
            emails = List.copyOf(emails);
            organisations = List.copyOf(organisations);
        }
    }
}
