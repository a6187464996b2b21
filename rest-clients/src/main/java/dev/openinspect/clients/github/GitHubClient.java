package dev.openinspect.clients.github;

import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Calls one interface of GitHub and turns its refusals, its limits and its silence into failures in our words. Nothing is repeated by itself: whoever calls
 * knows whether that is safe. May be shared between threads.
 */
final class GitHubClient<A> {
    private static final int NOT_MODIFIED = 304;

    private final A remote;
    private final GitHubTransport transport;
    private final QuotaWatch quotas;
    private final Function<Authorization, @Nullable String> header;

    GitHubClient(
            Class<A> type,
            URI base,
            GitHubTransport transport,
            QuotaWatch quotas,
            Function<Authorization, @Nullable String> header) {
        this.transport = transport;
        this.quotas = quotas;
        this.header = header;
        this.remote = RestClientBuilder.newBuilder()
                .baseUri(base)
                .followRedirects(false)
                // Failures are documents that we read ourselves.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .register(transport)
                .build(type);
    }

    /** A call that is answered with an object. */
    JsonObject ask(Authorization authorization, Function<A, Response> call) {
        return call(authorization, call).object();
    }

    /** A call that is answered with a list. */
    JsonArray list(Authorization authorization, Function<A, Response> call) {
        return call(authorization, call).array();
    }

    /** A call about something that may not be there. */
    Optional<JsonObject> find(Authorization authorization, Function<A, Response> call) {
        try {
            return Optional.of(ask(authorization, call));
        } catch (CodeHostFailure e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A call whose answer says no more than that it worked. */
    void order(Authorization authorization, Function<A, Response> call) {
        var unused = call(authorization, call);
    }

    /** A call that worked, with what its head says: 2xx, or 304 where the call asked for a change only. */
    GitHubReply call(Authorization authorization, Function<A, Response> call) {
        quotas.require(authorization.quota());
        try (Response response = transport.as(header.apply(authorization), () -> call.apply(remote))) {
            int status = response.getStatus();
            byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : new byte[0];
            quotas.note(authorization.quota(), response);
            if (status == NOT_MODIFIED) {
                return new GitHubReply(status, JsonValue.NULL, response.getStringHeaders());
            }
            if (status < 200 || status > 299) {
                throw GitHubFailures.of(status, body, quotas.limit(authorization.quota(), response, body));
            }
            return new GitHubReply(status, parse(body), response.getStringHeaders());
        } catch (ProcessingException e) {
            throw GitHubFailures.unreachable(e);
        } catch (JsonException e) {
            throw GitHubFailures.strange(e);
        }
    }

    private static JsonValue parse(byte[] body) {
        if (body.length == 0) {
            return JsonValue.NULL;
        }
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readValue();
        }
    }
}
