package dev.openinspect.clients.github;

import dev.openinspect.clients.github.GitHubSettings.App;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients of GitHub's interfaces: {@code calls.api(GitHubApi.class).ask(authorization, api -> api.repository(…))}. A client is cheap to keep and may be
 * shared between threads.
 */
@ApplicationScoped
public class GitHubCalls {
    @Inject
    GitHubSettings settings;

    @Inject
    StreamingHttp http;

    @Inject
    QuotaWatch quotas;

    @Inject
    Clock clock;

    public GitHubCalls() {}

    GitHubCalls(GitHubSettings settings, StreamingHttp http, QuotaWatch quotas, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.quotas = quotas;
        this.clock = clock;
    }

    /** A client of an interface of the REST API. */
    <A> GitHubClient<A> api(Class<A> type) {
        return client(type, settings.api());
    }

    /** A client of an interface of the web pages' address, where OAuth is. */
    <A> GitHubClient<A> web(Class<A> type) {
        return client(type, settings.web());
    }

    private <A> GitHubClient<A> client(Class<A> type, URI base) {
        return new GitHubClient<>(type, base, new GitHubTransport(http, clock), quotas, this::header);
    }

    private @Nullable String header(Authorization authorization) {
        return switch (authorization) {
            case Authorization.App() -> "Bearer " + AppJwt.sign(app().id(), settings.appKey(), clock.instant());
            case Authorization.Installation(long unused, String token) -> "Bearer " + token;
            case Authorization.Person(String token) -> "Bearer " + token;
            case Authorization.Client(GitHubSettings.Client client) ->
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8));
            case Authorization.Nobody() -> null;
        };
    }

    private App app() {
        return settings.app()
                .orElseThrow(
                        () -> new CodeHostFailure("No GitHub App is configured.", Kind.FORBIDDEN, false, null, null));
    }
}
