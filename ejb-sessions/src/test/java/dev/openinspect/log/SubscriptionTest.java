package dev.openinspect.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
    private static final UUID SESSION = new UUID(1, 2);
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Executor DIRECT = Runnable::run;

    @Test
    void rows_come_first_and_then_what_is_live() {
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        log.write(5);
        Sink sink = new Sink(true);
        subscribe(channel, 2, sink, log, DIRECT);

        channel.deliver(log.write(2));

        assertThat(sink.seqs()).containsExactly(3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void one_frame_is_under_way_at_a_time() {
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        Sink sink = new Sink(false);
        subscribe(channel, 0, sink, log, DIRECT);
        channel.deliver(log.write(1));
        channel.deliver(log.write(1));

        assertThat(sink.seqs()).containsExactly(1L);
        sink.complete();
        assertThat(sink.seqs()).containsExactly(1L, 2L);
    }

    @Test
    void a_frame_beside_the_log_waits_for_none_and_ends_with_the_listener() {
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        Sink sink = new Sink(false);
        Subscription subscription = subscribe(channel, 0, sink, log, DIRECT);
        channel.deliver(log.write(1));

        subscription.show("{\"type\":\"changes_update\"}");
        subscription.close();
        subscription.show("{}");

        assertThat(sink.shown).containsExactly("{\"type\":\"changes_update\"}");
        assertThat(sink.seqs()).containsExactly(1L);
    }

    @Test
    void what_fell_out_of_the_ring_is_read_from_rows() {
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        Sink sink = new Sink(false);
        subscribe(channel, 0, sink, log, DIRECT);
        for (int i = 0; i < 40; i++) {
            channel.deliver(log.writeLarge());
        }

        for (int i = 0; i < 40; i++) {
            sink.complete();
        }

        assertThat(sink.seqs()).isEqualTo(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @Test
    void a_lost_batch_is_repaired_by_the_sweep() {
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        Sink sink = new Sink(true);
        subscribe(channel, 0, sink, log, DIRECT);
        log.write(3);

        channel.lastSeqIs(3);

        assertThat(sink.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_batch_that_comes_twice_or_late_is_shown_once() {
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        Sink sink = new Sink(true);
        subscribe(channel, 0, sink, log, DIRECT);
        Batch first = log.write(2);
        Batch second = log.write(2);

        channel.deliver(second);
        channel.deliver(first);
        channel.deliver(second);

        assertThat(sink.seqs()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_cursor_beyond_the_log_is_refused() {
        Log log = new Log();
        log.write(2);
        Sink sink = new Sink(true);

        subscribe(new Channel(SESSION), 3, sink, log, DIRECT);

        assertThat(sink.endings).containsExactly(FrameSink.Ending.AHEAD_OF_LOG);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_the_timing_every_listener_sees_each_event_once(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Log log = new Log();
        Channel channel = new Channel(SESSION);
        List<Sink> sinks = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 400; i++) {
                Batch batch = log.write(1 + random.nextInt(5));
                int fate = random.nextInt(10);
                if (fate > 1) {
                    channel.deliver(batch);
                } else if (fate == 1) {
                    channel.lastSeqIs(batch.last());
                }
                if (i % 8 == 0) {
                    Sink sink = new Sink(true);
                    long after = random.nextLong(log.last() + 1);
                    sinks.add(sink);
                    starts.add(after);
                    subscribe(channel, after, sink, log, pool);
                }
            }
            channel.lastSeqIs(log.last());
            channel.subscriptions().forEach(Subscription::wake);
            for (int i = 0; i < sinks.size(); i++) {
                sinks.get(i).await(log.last() - starts.get(i));
            }
        }

        for (int i = 0; i < sinks.size(); i++) {
            assertThat(sinks.get(i).seqs())
                    .as("seed %d, listener %d", seed, i)
                    .isEqualTo(LongStream.rangeClosed(starts.get(i) + 1, log.last())
                            .boxed()
                            .toList());
        }
    }

    private static Subscription subscribe(Channel channel, long after, Sink sink, Log log, Executor executor) {
        Subscription subscription = new Subscription(channel, after, sink, log, executor, CLOCK);
        channel.add(subscription);
        subscription.wake();
        return subscription;
    }

    /** A log in memory in place of the table. */
    private static final class Log extends EventRowReader {
        private final List<RecordedEvent> events = Collections.synchronizedList(new ArrayList<>());

        Batch write(int count) {
            return write(count, "{}");
        }

        Batch writeLarge() {
            return write(1, "{\"text\":\"" + "x".repeat(60_000) + "\"}");
        }

        private Batch write(int count, String data) {
            List<RecordedEvent> written = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                written.add(new RecordedEvent(last() + 1 + i, EventType.SANDBOX_EVENT, NOW, null, data));
            }
            events.addAll(written);
            return Batch.of(SESSION, written);
        }

        long last() {
            return events.size();
        }

        @Override
        EventPage after(UUID sessionId, long after, int limit) {
            synchronized (events) {
                int from = (int) Math.min(after, events.size());
                int to = Math.min(events.size(), from + limit);
                return new EventPage(events.subList(from, to), events.size());
            }
        }
    }

    /** Collects frames; completes each at once or when told. */
    private static final class Sink implements FrameSink {
        private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
        private final boolean immediate;
        private final List<Long> seqs = Collections.synchronizedList(new ArrayList<>());
        private final List<Ending> endings = Collections.synchronizedList(new ArrayList<>());
        private final List<String> shown = Collections.synchronizedList(new ArrayList<>());
        private Runnable open = () -> {};

        Sink(boolean immediate) {
            this.immediate = immediate;
        }

        List<Long> seqs() {
            return List.copyOf(seqs);
        }

        /** Waits until that many events came, at most 30 s. */
        void await(long count) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            synchronized (seqs) {
                while (seqs.size() < count && System.nanoTime() < deadline) {
                    seqs.wait(100);
                }
            }
        }

        void complete() {
            Runnable sent = open;
            open = () -> {};
            sent.run();
        }

        @Override
        public void show(String frame) {
            shown.add(frame);
        }

        @Override
        public void send(String events, long first, Runnable sent) {
            Matcher matcher = SEQ.matcher(events);
            while (matcher.find()) {
                seqs.add(Long.parseLong(matcher.group(1)));
            }
            if (immediate) {
                sent.run();
            } else {
                open = sent;
            }
        }

        @Override
        public void close(Ending ending) {
            endings.add(ending);
        }
    }
}
