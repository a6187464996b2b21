package dev.openinspect.github;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens that were given out, and whom they speak for. Guarded by the world's lock. */
public final class Tokens {
    private static final Duration PERSON = Duration.ofHours(8);
    private static final Duration REFRESH = Duration.ofDays(184);

    private final World world;
    private final AppJwt jwt;
    private final Map<String, InstallationToken> installations = new LinkedHashMap<>();
    private final Map<String, PersonToken> people = new LinkedHashMap<>();
    private final Map<String, PersonToken> refreshes = new LinkedHashMap<>();
    private Duration installationTime = Duration.ofHours(1);
    private Duration personTime = PERSON;

    Tokens(World world) {
        this.world = world;
        this.jwt = new AppJwt(world.app);
    }

    /** A token of an installation. */
    record InstallationToken(String token, Caller.Installed caller, Instant expires) {}

    /** A person's pair of tokens. */
    record PersonToken(String access, String refresh, String login, Instant expires, Instant refreshExpires) {}

    /**
     * What an app asked for: never more than it needs, if it is a good one.
     *
     * @param repositories ids
     */
    public record Given(String token, Set<Long> repositories, Map<String, String> permissions) {
        /** Nothing of what it holds is for a log. */
        @Override
        public String toString() {
            return "Given[" + repositories.size() + " repositories, " + permissions + "]";
        }
    }

    /** The tokens of installations that are not revoked, the oldest first. */
    public List<Given> given() {
        return world.alone(() -> installations.values().stream()
                .map(token -> new Given(token.token, token.caller.repositories(), token.caller.permissions()))
                .toList());
    }

    /** The access tokens of a person that are not revoked. */
    public List<String> of(String login) {
        return world.alone(() -> people.values().stream()
                .filter(token -> token.login.equalsIgnoreCase(login))
                .map(PersonToken::access)
                .toList());
    }

    /** How long tokens live that are given out from now on. */
    public void live(Duration installation, Duration person) {
        world.alone(() -> {
            installationTime = installation;
            personTime = person;
        });
    }

    /** Makes the tokens of all installations useless. */
    public void revokeInstallations() {
        world.alone(installations::clear);
    }

    /** Makes the access tokens of a person useless, as if they had run out; refresh tokens stay good. */
    public void expireAccess(String login) {
        world.alone(() -> people.values().removeIf(token -> token.login.equalsIgnoreCase(login)));
    }

    /** Makes everything of a person useless. */
    public void revokePerson(String login) {
        world.alone(() -> {
            people.values().removeIf(token -> token.login.equalsIgnoreCase(login));
            refreshes.values().removeIf(token -> token.login.equalsIgnoreCase(login));
        });
    }

    InstallationToken give(AppInstallation installation, Set<Long> repositories, Map<String, String> permissions) {
        InstallationToken token = new InstallationToken(
                "ghs_" + App.random(18),
                new Caller.Installed(installation, Set.copyOf(repositories), Map.copyOf(permissions)),
                Instant.now().plus(installationTime));
        installations.put(token.token, token);
        return token;
    }

    PersonToken give(String login) {
        Instant now = Instant.now();
        PersonToken token = new PersonToken(
                "ghu_" + App.random(18), "ghr_" + App.random(38), login, now.plus(personTime), now.plus(REFRESH));
        people.put(token.access, token);
        refreshes.put(token.refresh, token);
        return token;
    }

    /** A refresh token is good for one time; its pair ends with it. */
    Optional<PersonToken> refresh(String token) {
        PersonToken old = refreshes.remove(token);
        if (old == null || old.refreshExpires.isBefore(Instant.now())) {
            return Optional.empty();
        }
        people.remove(old.access);
        return Optional.of(give(old.login));
    }

    /** Ends an access token and its refresh token; false for one that is not known. */
    boolean end(String access) {
        PersonToken token = people.remove(access);
        if (token == null) {
            return false;
        }
        refreshes.remove(token.refresh);
        return true;
    }

    /** Whom a request of the API speaks for. */
    Caller callerOf(Request request) {
        Optional<String> token = request.authorization("Bearer").or(() -> request.authorization("token"));
        return token.map(this::callerOf).orElseGet(Caller.Nobody::new);
    }

    /** Whom a token speaks for; a token that is not (any longer) known is refused. */
    Caller callerOf(String token) {
        Instant now = Instant.now();
        if (token.indexOf('.') > 0) {
            jwt.check(token, now);
            return new Caller.AppItself();
        }
        InstallationToken installation = installations.get(token);
        if (installation != null
                && installation.expires.isAfter(now)
                && world.installation(installation.caller.installation().id).isPresent()) {
            if (installation.caller.installation().suspended != null) {
                throw new Refusal(403, "This installation has been suspended");
            }
            return installation.caller;
        }
        PersonToken person = people.get(token);
        if (person != null && person.expires.isAfter(now)) {
            return new Caller.Signed(world.account(person.login).orElseThrow());
        }
        throw new Refusal(401, "Bad credentials");
    }
}
