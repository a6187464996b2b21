package dev.openinspect.codehosts;

import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A code host that keeps its promises: codes and refresh tokens are good for one time, verifiers are compared, what was revoked is refused. */
public final class FakePersonalAccess implements PersonalAccess {
    private static final Duration ACCESS = Duration.ofHours(8);
    private static final Duration REFRESH = Duration.ofDays(180);

    private final Clock clock;
    private final Map<String, Account> codes = new HashMap<>();
    private final Map<String, Account> refreshTokens = new HashMap<>();
    private final Map<String, Account> accessTokens = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final List<String> verifiers = new ArrayList<>();
    private boolean configured = true;
    private boolean reachable = true;
    private int made;
    private int refreshes;

    public FakePersonalAccess(Clock clock) {
        this.clock = clock;
    }

    /** What the browser of this person brings back. */
    public synchronized String codeOf(Account account) {
        String code = "code" + ++made;
        codes.put(code, account);
        return code;
    }

    /** Tokens as the host gives them without any browser. */
    public synchronized Grant grantTo(Account account) {
        String access = "access" + ++made;
        String refresh = "refresh" + made;
        accessTokens.put(access, account);
        refreshTokens.put(refresh, account);
        return new Grant(
                access, clock.instant().plus(ACCESS), refresh, clock.instant().plus(REFRESH));
    }

    public synchronized void configured(boolean now) {
        configured = now;
    }

    public synchronized void reachable(boolean now) {
        reachable = now;
    }

    public synchronized Set<String> revoked() {
        return Set.copyOf(revoked);
    }

    public synchronized List<String> verifiers() {
        return List.copyOf(verifiers);
    }

    /** How often somebody came with a refresh token, good or spent. */
    public synchronized int refreshes() {
        return refreshes;
    }

    @Override
    public synchronized Optional<String> hostName() {
        return configured ? Optional.of("Forge") : Optional.empty();
    }

    @Override
    public URI authorization(String state, String challenge, URI redirect) {
        return URI.create(
                "https://forge.example/authorize?state=" + state + "&challenge=" + challenge + "&to=" + redirect);
    }

    @Override
    public synchronized Grant exchange(String code, String verifier, URI redirect) {
        requireReachable();
        Account account = codes.remove(code);
        if (account == null) {
            throw refused("no such code");
        }
        verifiers.add(verifier);
        return grantTo(account);
    }

    @Override
    public synchronized Grant refresh(String refreshToken) {
        refreshes++;
        requireReachable();
        Account account = refreshTokens.remove(refreshToken);
        if (account == null) {
            throw refused("no such refresh token");
        }
        return grantTo(account);
    }

    @Override
    public synchronized void revoke(String accessToken) {
        requireReachable();
        revoked.add(accessToken);
    }

    @Override
    public synchronized Account account(String accessToken) {
        requireReachable();
        Account account = accessTokens.get(accessToken);
        if (account == null || revoked.contains(accessToken)) {
            throw refused("no such token");
        }
        return account;
    }

    private void requireReachable() {
        if (!reachable) {
            throw new CodeHostFailure("does not answer", Kind.UNREACHABLE, true, null, null);
        }
    }

    private static CodeHostFailure refused(String sentence) {
        return new CodeHostFailure(sentence, Kind.CREDENTIAL_REFUSED, false, null, null);
    }
}
