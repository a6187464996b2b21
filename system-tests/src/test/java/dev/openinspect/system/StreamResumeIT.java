package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** "After N" yields N+1, N+2, … to the end, each once, whenever the socket is opened and however slowly it is read. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamResumeIT {
    private static final int SOCKETS = 200;
    private static final int PEOPLE = 5;
    /** Turns of the chatty session, so that one runs at every moment; more than ten may not wait. */
    private static final int TURNS = 10;

    private static final long SEED = 20_261_123;
    private static final Duration OPENING = Duration.ofSeconds(20);
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final ApiClient member = Team.member();
    private String chatty;
    private String steady;

    private record Opened(String session, long after, StreamClient stream) {}

    @BeforeAll
    void two_sandboxes_are_up() {
        chatty = Team.warmSession();
        steady = Team.bootedSession("Steady turns");
    }

    @Test
    void a_socket_opened_at_any_moment_of_running_turns_yields_everything_after_its_cursor() {
        Random random = new Random(SEED);
        System.out.println("seed of the 200 sockets: " + SEED);
        String slow = member.prompt(steady, "demo: slow 22");
        member.event(steady, 0, "text of " + slow, event -> event.promptId().equals(slow) && event.isKind("text"));

        List<String> prompts = new ArrayList<>();
        List<Opened> opened = openAtRandomMoments(random, prompts);
        try {
            prompts.forEach(prompt -> member.ended(chatty, prompt));
            member.ended(steady, slow);
            Map<String, List<Event>> logs = new HashMap<>();
            logs.put(chatty, member.events(chatty));
            logs.put(steady, member.events(steady));

            for (Opened one : opened) {
                List<Event> log = logs.get(one.session());
                one.stream().awaitCount(PATIENCE, log.size() - one.after());
                List<String> received = one.stream().events().stream()
                        .limit(log.size() - one.after())
                        .map(Event::text)
                        .toList();
                assertThat(received)
                        .as("after=%s of session %s", one.after(), one.session())
                        .isEqualTo(log.subList((int) one.after(), log.size()).stream()
                                .map(Event::text)
                                .toList());
            }
            Log.assertWholeTexts(logs.get(steady), slow, "text");
            prompts.forEach(prompt -> Log.assertWholeTexts(logs.get(chatty), prompt, "text"));
        } finally {
            opened.forEach(one -> one.stream().close());
        }
    }

    @Test
    void pages_forward_and_backward_are_the_same_gapless_log() {
        List<Event> log = member.events(chatty);
        Log.assertGapless(log, 1);

        List<Event> forward = new ArrayList<>();
        List<Event> backward = new ArrayList<>();
        int size = Math.max(7, log.size() / 9);
        while (forward.size() < log.size()) {
            long after = forward.isEmpty() ? 0 : forward.getLast().seq();
            forward.addAll(page("after=" + after + "&limit=" + size));
        }
        while (backward.size() < log.size()) {
            long before = backward.isEmpty()
                    ? log.getLast().seq() + 1
                    : backward.getFirst().seq();
            List<Event> page = page("before=" + before + "&limit=" + size);
            assertThat(page).isNotEmpty().hasSizeLessThanOrEqualTo(size);
            backward.addAll(0, page);
        }

        assertThat(forward.subList(0, log.size())).isEqualTo(log);
        assertThat(backward).isEqualTo(log);
        assertThat(page("limit=100000").size()).isLessThanOrEqualTo(1_000);
        assertThat(page("after=" + Long.MAX_VALUE / 100)).isEmpty();
    }

    @Test
    void a_cursor_beyond_the_end_is_refused_and_without_one_the_stream_starts_at_the_end() {
        try (StreamClient ahead = StreamClient.open(member, chatty, 1_000_000_000)) {
            assertThat(ahead.awaitClose(Duration.ofSeconds(20))).isEqualTo(4009);
        }

        try (StreamClient live = StreamClient.open(member, chatty, -1)) {
            long last = live.awaitFrame("state").path("lastSeq").asLong();
            String prompt = member.prompt(chatty, "demo: say live");
            live.awaitEvent(
                    PATIENCE, "its end", event -> event.promptId().equals(prompt) && event.is("prompt_finished"));
            Log.assertGapless(live.events(), last + 1);
        }
    }

    /** Two hundred sockets over twenty seconds; every fortieth reads one frame per 200 ms. */
    private List<Opened> openAtRandomMoments(Random random, List<String> prompts) {
        List<ApiClient> people = Team.watchers(PEOPLE);
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            moments.add((long) (random.nextDouble() * OPENING.toNanos()));
        }
        Collections.sort(moments);
        long begin = System.nanoTime();
        List<Opened> opened = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            // The moments are the test's input; nothing is waited for here.
            LockSupport.parkNanos(moments.get(i) - (System.nanoTime() - begin));
            if (i % (SOCKETS / TURNS) == 0) {
                prompts.add(member.prompt(chatty, "demo: tokens 5000"));
            }
            String session = random.nextBoolean() ? chatty : steady;
            long last = member.session(session).path("lastSeq").asLong();
            boolean slow = i % 40 == 0;
            // A slow reader that began at the first event would still be reading when everybody else went home.
            long after = slow ? Math.max(0, last - 50) : (long) (random.nextDouble() * (last + 1));
            ApiClient who = people.get(i % PEOPLE);
            StreamClient stream = StreamClient.open(who, session, after, slow ? SLOW : Duration.ZERO);
            opened.add(new Opened(session, after, stream));
        }
        return opened;
    }

    private List<Event> page(String query) {
        return Event.in(member.get("/sessions/" + chatty + "/events?" + query)
                .expect(200)
                .text());
    }
}
