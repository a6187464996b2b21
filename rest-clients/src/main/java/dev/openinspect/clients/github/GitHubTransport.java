package dev.openinspect.clients.github;

import dev.openinspect.clients.streaming.StreamingHttp;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a rest client has put together by the platform's HTTP client. The one that a rest client brings repeats requests by itself when a connection
 * breaks, even one that opens something, and knows no PATCH.
 *
 * <p>Redirects are followed on the same host only, as GitHub gives them for repositories that were renamed, with the same method. May be shared between
 * threads.
 */
final class GitHubTransport implements ClientRequestFilter {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
    private static final String VERSION = "2022-11-28";
    /** The platform's client sets these by itself; ours is the authorization. */
    private static final Set<String> NOT_TAKEN =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "user-agent", "authorization");

    /** The header of the call that this thread is making: filters run on the thread that calls. Holds nothing between calls. */
    private final ThreadLocal<@Nullable String> authorization = new ThreadLocal<>();

    private final StreamingHttp http;
    private final Clock clock;

    GitHubTransport(StreamingHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Makes the call with this in its {@code Authorization} header. */
    Response as(@Nullable String header, Supplier<Response> call) {
        authorization.set(header);
        try {
            return call.get();
        } finally {
            authorization.remove();
        }
    }

    @Override
    public void filter(ClientRequestContext request) throws IOException {
        URI target = request.getUri();
        Instant end = clock.instant().plus(LONGEST_CALL);
        for (int count = 0; ; count++) {
            HttpResponse<InputStream> answer =
                    http.send(message(request, target), LONGEST_SILENCE, Duration.between(clock.instant(), end));
            try (InputStream body = answer.body()) {
                URI next = count < MOST_REDIRECTS ? next(answer, target) : null;
                if (next == null) {
                    request.abortWith(response(answer, body));
                    return;
                }
                target = next;
            }
        }
    }

    private HttpRequest message(ClientRequestContext request, URI target) {
        HttpRequest.Builder message = HttpRequest.newBuilder(target).method(request.getMethod(), body(request));
        request.getStringHeaders().forEach((name, values) -> {
            if (!NOT_TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> message.header(name, value));
            }
        });
        message.setHeader("User-Agent", "Open-Inspect");
        message.setHeader("X-GitHub-Api-Version", VERSION);
        String header = authorization.get();
        if (header != null) {
            message.setHeader(HttpHeaders.AUTHORIZATION, header);
        }
        return message.build();
    }

    private static BodyPublisher body(ClientRequestContext request) {
        return switch (request.getEntity()) {
            case null -> BodyPublishers.noBody();
            case byte[] bytes -> BodyPublishers.ofByteArray(bytes);
            case String text -> BodyPublishers.ofString(text, StandardCharsets.UTF_8);
            default -> throw new IllegalStateException("only bytes and text are sent");
        };
    }

    private static @Nullable URI next(HttpResponse<InputStream> answer, URI from) {
        if (!REDIRECTS.contains(answer.statusCode())) {
            return null;
        }
        return answer.headers()
                .firstValue("Location")
                .filter(location -> location.matches("[\\x21-\\x7e]{1,2000}"))
                .map(from::resolve)
                .filter(to -> from.getScheme().equals(to.getScheme())
                        && from.getAuthority().equals(to.getAuthority()))
                .orElse(null);
    }

    private static Response response(HttpResponse<InputStream> answer, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
            throw new IOException("an answer of GitHub is longer than " + LARGEST_ANSWER + " bytes");
        }
        ResponseBuilder response = Response.status(answer.statusCode());
        for (String name : List.of("ETag", "Link", "Retry-After", "X-RateLimit-Remaining", "X-RateLimit-Reset")) {
            answer.headers().firstValue(name).ifPresent(value -> response.header(name, value));
        }
        if (bytes.length > 0) {
            response.type("application/octet-stream").entity(bytes);
        }
        return response.build();
    }
}
