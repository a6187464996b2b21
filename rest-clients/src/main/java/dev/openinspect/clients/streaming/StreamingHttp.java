package dev.openinspect.clients.streaming;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests and hands out bodies as they come. Follows no redirect: whoever asked decides. May be shared between threads. */
@ApplicationScoped
public class StreamingHttp {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    @Inject
    Clock clock;

    // HTTP/1.1, because an upgrade to version 2 repeats or holds back the body of the first request.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    public StreamingHttp() {}

    public StreamingHttp(Clock clock) {
        this.clock = clock;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /**
     * Waits for the head of the answer; the body must be closed by the caller.
     *
     * @param longestSilence between two pieces, and before the head
     * @param total of the whole exchange
     */
    public HttpResponse<InputStream> send(HttpRequest request, Duration longestSilence, Duration total)
            throws IOException {
        Instant end = clock.instant().plus(total);
        Duration wait = total.compareTo(longestSilence) < 0 ? total : longestSilence;
        CompletableFuture<HttpResponse<InputStream>> exchange =
                client.sendAsync(request, head -> new TimedBody(clock, longestSilence, end));
        try {
            return exchange.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for an answer").initCause(e);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw (IOException) new HttpTimeoutException("no answer came in time").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException("the exchange failed", e.getCause());
        }
    }
}
