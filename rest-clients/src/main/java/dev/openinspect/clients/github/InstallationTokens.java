package dev.openinspect.clients.github;

import static java.util.Objects.requireNonNull;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the App's installations: each for one repository and one need, kept in memory only, given out until five minutes before it expires, and asked for
 * by one thread at a time. GitHub makes them good for an hour. May be shared between threads.
 */
@ApplicationScoped
public class InstallationTokens {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final int MOST = 2_000;
    private static final long ALL = 0;

    @Inject
    GitHubCalls calls;

    @Inject
    Clock clock;

    private final Map<Purpose, Slot> slots = new ConcurrentHashMap<>();
    private @Nullable GitHubClient<GitHubApi> client;

    public InstallationTokens() {}

    InstallationTokens(GitHubCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
        connect();
    }

    @PostConstruct
    void connect() {
        client = calls.api(GitHubApi.class);
    }

    /** Calls with a token for one repository; one that GitHub refuses is thrown away, and a new one gets a second try. */
    <T> T with(HostedPlace place, Need need, Function<Authorization, T> call) {
        return with(new Purpose(place.installation(), place.repository(), need), call);
    }

    /** The same for a list of everything that an installation gives. */
    <T> T with(long installation, Function<Authorization, T> call) {
        return with(new Purpose(installation, ALL, Need.LOOK), call);
    }

    /** A token to hand on to Git. */
    String token(HostedPlace place, Need need) {
        return token(new Purpose(place.installation(), place.repository(), need));
    }

    void forget(HostedPlace place, Need need) {
        slots.remove(new Purpose(place.installation(), place.repository(), need));
    }

    private <T> T with(Purpose purpose, Function<Authorization, T> call) {
        String token = token(purpose);
        try {
            return call.apply(new Authorization.Installation(purpose.installation(), token));
        } catch (CodeHostFailure e) {
            if (e.kind() != Kind.CREDENTIAL_REFUSED) {
                throw e;
            }
        }
        slots.computeIfPresent(purpose, (same, slot) -> slot.holds(token) ? null : slot);
        return call.apply(new Authorization.Installation(purpose.installation(), token(purpose)));
    }

    private String token(Purpose purpose) {
        tidy();
        Slot slot = slots.computeIfAbsent(purpose, same -> new Slot());
        slot.lock.lock();
        try {
            Token known = slot.token;
            if (known == null || !known.lasts(clock.instant())) {
                known = request(purpose);
                slot.token = known;
            }
            return known.text();
        } finally {
            slot.lock.unlock();
        }
    }

    private Token request(Purpose purpose) {
        try {
            JsonObject answer = requireNonNull(client, "client")
                    .ask(
                            new Authorization.App(),
                            github -> github.installationToken(purpose.installation(), purpose.document()));
            return new Token(GitHubJson.text(answer, "token"), Instant.parse(GitHubJson.text(answer, "expires_at")));
        } catch (DateTimeException e) {
            throw GitHubFailures.strange(e);
        } catch (CodeHostFailure e) {
            throw explained(e);
        }
    }

    /** GitHub answers 422 both for a repository that the App was not given (any longer) and for a permission that it lacks. */
    private static CodeHostFailure explained(CodeHostFailure failure) {
        String sentence = failure.sentence();
        return switch (failure.kind()) {
            case NOT_FOUND ->
                new CodeHostFailure("The App is no longer installed there.", Kind.NOT_FOUND, false, null, failure);
            case INVALID -> {
                if (sentence.toLowerCase(Locale.ROOT).contains("permission")) {
                    yield new CodeHostFailure(
                            "The App's installation lacks a permission. " + sentence,
                            Kind.FORBIDDEN,
                            false,
                            null,
                            failure);
                }
                yield new CodeHostFailure(
                        "The App is not given this repository (any longer). " + sentence,
                        Kind.NOT_FOUND,
                        false,
                        null,
                        failure);
            }
            case FORBIDDEN ->
                new CodeHostFailure(
                        "The App's installation may not be used, for instance because it is suspended. " + sentence,
                        Kind.FORBIDDEN,
                        false,
                        null,
                        failure);
            case UNREACHABLE, CREDENTIAL_REFUSED, ALREADY_THERE, RATE_LIMITED, OTHER -> failure;
        };
    }

    /** Old ones go when there are many; a slot that is just being filled loses nothing but its place in the cache. */
    private void tidy() {
        if (slots.size() >= MOST) {
            Instant now = clock.instant();
            slots.values().removeIf(slot -> !slot.lasts(now));
        }
        if (slots.size() >= MOST) {
            slots.clear();
        }
    }

    /** What a token is for; repository 0 stands for all of the installation. */
    private record Purpose(long installation, long repository, Need need) {
        byte[] document() {
            var document = Json.createObjectBuilder().add("permissions", need.permissions());
            if (repository != ALL) {
                document.add("repository_ids", Json.createArrayBuilder().add(repository));
            }
            return document.build().toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private record Token(String text, Instant expiresAt) {
        boolean lasts(Instant now) {
            return now.plus(EARLY).isBefore(expiresAt);
        }

        /** Nothing of what it holds is for a log. */
        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    /** The place of one token; its lock is held while it is asked for. */
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Token token;

        boolean holds(String text) {
            Token known = token;
            return known != null && known.text().equals(text);
        }

        boolean lasts(Instant now) {
            Token known = token;
            return known != null && known.lasts(now);
        }
    }
}
