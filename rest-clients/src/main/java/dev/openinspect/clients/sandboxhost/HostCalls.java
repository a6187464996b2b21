package dev.openinspect.clients.sandboxhost;

import static java.util.Objects.requireNonNull;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.clients.configuration.KeyFiles;
import dev.openinspect.ids.Ids;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** Calls the host and turns its refusals, and its silence, into failures in our words. May be shared between threads. */
@ApplicationScoped
public class HostCalls {
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int DEFAULT_PORT_DISTANCE = 5;
    private static final int CONNECT_SECONDS = 2;
    private static final int READ_SECONDS = 10;
    private static final int LARGEST_ANSWER = 8 << 20;

    @Inject
    Configuration configuration;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    private @Nullable SandboxHost host;

    @PostConstruct
    void connect() {
        URI url = configuration
                .url(Key.HOST_URL)
                .orElseGet(() -> URI.create("http://127.0.0.1:" + (settings.httpPort() + DEFAULT_PORT_DISTANCE)));
        String keyId = configuration.text(Key.HOST_KEY_ID).orElse(Key.HOST_KEY_ID.standard());
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new InvalidSetting(Key.HOST_KEY_ID.variable(), Key.HOST_KEY_ID.limits());
        }
        Path file = configuration.path(Key.HOST_KEY_FILE).orElseGet(() -> KeyFiles.folder(configuration)
                .resolve("host.key"));
        host = client(url, new SigningFilter(keyId, KeyFiles.read(file).getFirst(), clock, ids));
    }

    private static SandboxHost client(URI url, SigningFilter signing) {
        return RestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
                .followRedirects(false)
                // Failures are documents that we read ourselves.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .register(signing)
                .build(SandboxHost.class);
    }

    /** A call that is answered with a document. */
    JsonObject ask(Function<SandboxHost, Response> call) {
        return exchange(call, 200, 202)
                .orElseThrow(() -> new SandboxHostFailure(
                        "bad_answer", "The sandbox host answered without a document.", true, null, null));
    }

    /** A call about something that the host may not know, which it then says with that word. */
    Optional<JsonObject> find(String unknown, Function<SandboxHost, Response> call) {
        try {
            return Optional.of(ask(call));
        } catch (SandboxHostFailure e) {
            if (e.code().equals(unknown)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A call that is answered without a document. */
    void order(Function<SandboxHost, Response> call) {
        var unused = exchange(call, 204, 204);
    }

    /**
     * One call. The platform's HTTP client silently repeats a request whose connection broke, and the host rightly takes the repeated nonce for a replay; so
     * {@code unauthorized} gets one more try with a signature of its own. Every call of the contract may come twice.
     */
    private Optional<JsonObject> exchange(Function<SandboxHost, Response> call, int expected, int alsoExpected) {
        try {
            return once(call, expected, alsoExpected);
        } catch (SandboxHostFailure e) {
            if (!e.code().equals("unauthorized")) {
                throw e;
            }
            return once(call, expected, alsoExpected);
        }
    }

    private Optional<JsonObject> once(Function<SandboxHost, Response> call, int expected, int alsoExpected) {
        try (Response response = call.apply(requireNonNull(host, "host"))) {
            int status = response.getStatus();
            byte[] body = body(response);
            if (status != expected && status != alsoExpected) {
                throw refusal(status, body);
            }
            return status == 204 ? Optional.empty() : Optional.of(parse(body));
        } catch (ProcessingException | IOException e) {
            throw new SandboxHostFailure("unreachable", "The sandbox host cannot be reached.", true, null, e);
        } catch (JsonException e) {
            throw new SandboxHostFailure("bad_answer", "The sandbox host answered something else.", true, null, e);
        }
    }

    private static byte[] body(Response response) throws IOException {
        if (!response.hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = response.readEntity(InputStream.class)) {
            byte[] body = in.readNBytes(LARGEST_ANSWER + 1);
            if (body.length > LARGEST_ANSWER) {
                throw new IOException("an answer of the sandbox host is longer than " + LARGEST_ANSWER + " bytes");
            }
            return body;
        }
    }

    private static JsonObject parse(byte[] body) {
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readObject();
        }
    }

    private static SandboxHostFailure refusal(int status, byte[] body) {
        try {
            JsonObject problem = parse(body);
            String code = HostDocuments.text(problem, "code");
            String detail = HostDocuments.text(problem, "detail");
            return new SandboxHostFailure(
                    code == null ? "http_" + status : code,
                    detail == null ? "The sandbox host refused with status " + status + "." : detail,
                    problem.getBoolean("retryable", status >= 500),
                    retryAfter(problem),
                    null);
        } catch (JsonException e) {
            return new SandboxHostFailure(
                    "http_" + status,
                    "The sandbox host answered with status " + status + ".",
                    status >= 500 || status == 429,
                    null,
                    e);
        }
    }

    private static @Nullable Duration retryAfter(JsonObject problem) {
        return problem.get("retryAfterSeconds") instanceof JsonNumber seconds
                ? Duration.ofSeconds(seconds.longValue())
                : null;
    }
}
