package dev.openinspect.clients.streaming;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that waits only so long for the next piece and only so long in all, which the platform's own does not. It asks for one
 * piece at a time, so a slow reader slows the sender and nothing piles up. Read by one thread, filled by the HTTP client's.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private final Clock clock;
    private final Duration longestSilence;
    private final Instant end;
    // Holds at most one piece and one ending: the next piece is asked for when this one is taken.
    private final LinkedBlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private @Nullable Piece ending;

    TimedBody(Clock clock, Duration longestSilence, Instant end) {
        this.clock = clock;
        this.longestSilence = longestSilence;
        this.end = end;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (subscription.complete(given)) {
            given.request(1);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(new Piece(buffers, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Piece(null, failure));
    }

    @Override
    public void onComplete() {
        arrived.add(new Piece(null, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current.isEmpty()) {
            if (!take()) {
                return -1;
            }
        }
        ByteBuffer buffer = current.getFirst();
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        if (!buffer.hasRemaining()) {
            current.removeFirst();
        }
        return count;
    }

    /** Gives up what has not come yet. */
    @Override
    public void close() {
        if (ending == null) {
            ending = new Piece(null, new IOException("the body was closed"));
        }
        subscription.thenAccept(Flow.Subscription::cancel);
    }

    private boolean take() throws IOException {
        if (ending == null) {
            Piece piece = await();
            List<ByteBuffer> buffers = piece.buffers();
            if (buffers != null) {
                buffers.stream().filter(ByteBuffer::hasRemaining).forEach(current::addLast);
                subscription.thenAccept(known -> known.request(1));
                return true;
            }
            ending = piece;
        }
        if (ending.failure() != null) {
            throw new IOException("the body broke off", ending.failure());
        }
        return false;
    }

    private Piece await() throws IOException {
        Duration rest = Duration.between(clock.instant(), end);
        Duration wait = rest.compareTo(longestSilence) < 0 ? rest : longestSilence;
        try {
            Piece piece = wait.isNegative() ? null : arrived.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (piece != null) {
                return piece;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw (IOException) new InterruptedIOException("interrupted while waiting for a body").initCause(e);
        }
        close();
        throw new HttpTimeoutException("no more of the body came in time");
    }

    /** Some bytes, or the ending: a failure or, with neither, the regular one. */
    private record Piece(
            @Nullable List<ByteBuffer> buffers, @Nullable Throwable failure) {}
}
