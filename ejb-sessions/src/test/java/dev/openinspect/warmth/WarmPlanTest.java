package dev.openinspect.warmth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.settings.Settings.Warmth;
import dev.openinspect.warmth.WarmFacts.Pool;
import dev.openinspect.warmth.WarmFacts.Warm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WarmPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final UUID REPOSITORY = new UUID(1, 1);
    private static final String RECIPE = "today";

    private final WarmPlan plan = new WarmPlan(new Warmth(1, Duration.ofMinutes(60), Duration.ofMinutes(10)));
    private Optional<Integer> freePlaces = Optional.of(10);
    private boolean roomOnDisk = true;

    @Test
    void a_pool_is_filled_a_few_at_a_time() {
        assertThat(decide(pool(1))).containsExactly(new WarmStep.Make(REPOSITORY));
        assertThat(decide(pool(5))).hasSize(WarmPlan.MOST_BOOTING);
        assertThat(decide(pool(5, ready(1), booting(2), booting(3)))).isEmpty();
        assertThat(decide(pool(2, ready(1), booting(2)))).isEmpty();
    }

    @Test
    void nothing_is_made_that_nobody_wants() {
        assertThat(decide(pool(0))).isEmpty();
    }

    @Test
    void the_last_places_are_for_people() {
        freePlaces = Optional.of(1);
        assertThat(decide(pool(1))).isEmpty();

        freePlaces = Optional.of(2);
        assertThat(decide(pool(2))).containsExactly(new WarmStep.Make(REPOSITORY));
    }

    @Test
    void a_place_that_is_promised_is_not_given_twice() {
        freePlaces = Optional.of(2);

        assertThat(decide(pool(2, asked(1)))).isEmpty();
    }

    @Test
    void nothing_is_made_while_nobody_knows_the_places() {
        freePlaces = Optional.empty();

        assertThat(decide(pool(1))).isEmpty();
        assertThat(decide(pool(1, ready(1)))).isEmpty();
    }

    @Test
    void people_who_take_the_free_places_get_them_back_from_the_pool() {
        freePlaces = Optional.of(0);
        assertThat(decide(pool(2, ready(1), made(2, SandboxStatus.READY, 30))))
                .containsExactly(new WarmStep.GiveUp(REPOSITORY, session(1), "room_for_people"));

        freePlaces = Optional.of(-3);
        assertThat(decide(pool(2, ready(1), ready(2)))).hasSize(2);
    }

    @Test
    void a_full_disk_makes_none_and_keeps_what_is_up() {
        roomOnDisk = false;

        assertThat(decide(pool(2, ready(1)))).isEmpty();
    }

    @Test
    void one_that_would_be_booted_differently_today_is_replaced() {
        Warm old = new Warm(session(1), SandboxStatus.READY, false, false, null, "yesterday", NOW);

        assertThat(decide(pool(1, old)))
                .containsExactly(new WarmStep.GiveUp(REPOSITORY, session(1), "changed"), new WarmStep.Make(REPOSITORY));
    }

    @Test
    void an_old_one_is_replaced() {
        assertThat(decide(pool(1, made(1, SandboxStatus.READY, 59)))).isEmpty();
        assertThat(decide(pool(1, made(1, SandboxStatus.READY, 61))))
                .containsExactly(new WarmStep.GiveUp(REPOSITORY, session(1), "aged"), new WarmStep.Make(REPOSITORY));
    }

    @Test
    void a_repository_that_takes_no_sessions_keeps_none() {
        Pool closed = new Pool(REPOSITORY, 2, null, null, 0, null, List.of(ready(1)));

        assertThat(decide(closed)).containsExactly(new WarmStep.GiveUp(REPOSITORY, session(1), "repository_closed"));
    }

    @Test
    void a_smaller_pool_gives_up_what_is_least_useful() {
        assertThat(decide(pool(1, booting(1), ready(2))))
                .containsExactly(new WarmStep.GiveUp(REPOSITORY, session(1), "too_many"));
    }

    @Test
    void a_draft_has_one_made_although_the_repository_keeps_none() {
        assertThat(decide(draft(60))).containsExactly(new WarmStep.Make(REPOSITORY));
        assertThat(decide(draft(60, ready(1)))).isEmpty();
        assertThat(decide(draft(-1, ready(1))))
                .containsExactly(new WarmStep.GiveUp(REPOSITORY, session(1), "draft_abandoned"));
    }

    @Test
    void one_that_failed_goes_and_the_next_one_waits() {
        Warm failed = new Warm(session(1), SandboxStatus.FAILED, false, true, "boot_failed: clone", RECIPE, NOW);
        assertThat(decide(pool(1, failed))).contains(new WarmStep.Fail(REPOSITORY, session(1), "boot_failed: clone"));

        Pool waiting = new Pool(REPOSITORY, 1, null, RECIPE, 1, NOW.plusSeconds(1), List.of());
        assertThat(decide(waiting)).isEmpty();

        Pool due = new Pool(REPOSITORY, 1, null, RECIPE, 1, NOW, List.of());
        assertThat(decide(due)).containsExactly(new WarmStep.Make(REPOSITORY));
    }

    @Test
    void one_that_failed_is_not_followed_by_another_in_the_same_round() {
        Warm failed = new Warm(session(1), SandboxStatus.FAILED, false, true, "boot_failed: clone", RECIPE, NOW);

        assertThat(decide(pool(1, failed)))
                .containsExactly(new WarmStep.Fail(REPOSITORY, session(1), "boot_failed: clone"));
    }

    @Test
    void one_that_ended_without_a_failure_is_replaced_at_once() {
        Warm ended = new Warm(session(1), SandboxStatus.LOST, false, false, "host_restarted", RECIPE, NOW);

        assertThat(decide(pool(1, ended)))
                .containsExactly(
                        new WarmStep.GiveUp(REPOSITORY, session(1), "host_restarted"), new WarmStep.Make(REPOSITORY));
    }

    @Test
    void one_that_is_up_makes_earlier_failures_forgotten() {
        Pool pool = new Pool(REPOSITORY, 1, null, RECIPE, 3, NOW.plusSeconds(60), List.of(ready(1)));

        assertThat(decide(pool)).containsExactly(new WarmStep.Forgive(REPOSITORY));
    }

    @Test
    void pauses_double_up_to_half_an_hour() {
        assertThat(WarmPlan.pause(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(WarmPlan.pause(2)).isEqualTo(Duration.ofSeconds(60));
        assertThat(WarmPlan.pause(7)).isEqualTo(Duration.ofMinutes(30));
        assertThat(WarmPlan.pause(1_000)).isEqualTo(Duration.ofMinutes(30));
    }

    private List<WarmStep> decide(Pool pool) {
        return plan.decide(new WarmFacts(List.of(pool), freePlaces, roomOnDisk, NOW));
    }

    private static Pool pool(int size, Warm... warm) {
        return new Pool(REPOSITORY, size, null, RECIPE, 0, null, List.of(warm));
    }

    private static Pool draft(long seconds, Warm... warm) {
        return new Pool(REPOSITORY, 0, NOW.plusSeconds(seconds), RECIPE, 0, null, List.of(warm));
    }

    private static Warm ready(int n) {
        return made(n, SandboxStatus.READY, 1);
    }

    private static Warm booting(int n) {
        return made(n, SandboxStatus.BOOTING, 1);
    }

    private static Warm asked(int n) {
        return new Warm(session(n), SandboxStatus.NONE, true, false, null, RECIPE, NOW);
    }

    private static Warm made(int n, SandboxStatus status, long minutes) {
        return new Warm(session(n), status, false, false, null, RECIPE, NOW.minus(Duration.ofMinutes(minutes)));
    }

    private static UUID session(int n) {
        return new UUID(7, n);
    }
}
