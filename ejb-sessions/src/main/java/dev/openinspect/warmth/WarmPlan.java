package dev.openinspect.warmth;

import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.settings.Settings.Warmth;
import dev.openinspect.warmth.WarmFacts.Pool;
import dev.openinspect.warmth.WarmFacts.Warm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the warm pools need: a pure function of their facts and the limits. People come first: the pool leaves places free for them and gives its own up
 * when they have taken those. Shared freely.
 */
final class WarmPlan {
    /** So many may boot at once in the whole installation: a boot takes the processors that people work on. */
    static final int MOST_BOOTING = 2;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    private final Warmth limits;

    WarmPlan(Warmth limits) {
        this.limits = limits;
    }

    List<WarmStep> decide(WarmFacts facts) {
        List<WarmStep> steps = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        for (Pool pool : facts.pools()) {
            tidy(pool, facts.now(), steps, kept);
        }
        int spare = facts.freePlaces().orElse(limits.placesForPeople()) - limits.placesForPeople();
        makeWay(-spare, steps, kept);
        fill(facts, spare, steps, kept);
        return steps;
    }

    /** How long to wait after so many failures in a row. */
    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private record Kept(Pool pool, Warm warm) {}

    private void tidy(Pool pool, Instant now, List<WarmStep> steps, List<Kept> kept) {
        int wanted = pool.wanted(now);
        int left = 0;
        boolean up = false;
        for (Warm warm : pool.sandboxes().stream().sorted(BEST_FIRST).toList()) {
            WarmStep end = end(pool, warm, now);
            if (end == null && left >= wanted) {
                end = new WarmStep.GiveUp(
                        pool.repositoryId(), warm.sessionId(), pool.size() == 0 ? "draft_abandoned" : "too_many");
            }
            if (end != null) {
                steps.add(end);
                continue;
            }
            left++;
            up |= warm.status() == SandboxStatus.READY;
            kept.add(new Kept(pool, warm));
        }
        if (up && pool.failures() > 0) {
            steps.add(new WarmStep.Forgive(pool.repositoryId()));
        }
    }

    /** Those that are up, and of them the younger ones, are kept if not all can be. */
    private static final Comparator<Warm> BEST_FIRST = Comparator.comparing(
                    (Warm warm) -> warm.status() != SandboxStatus.READY)
            .thenComparing(Warm::madeAt, Comparator.reverseOrder());

    private @Nullable WarmStep end(Pool pool, Warm warm, Instant now) {
        if (warm.over()) {
            return warm.failed()
                    ? new WarmStep.Fail(pool.repositoryId(), warm.sessionId(), warm.reason())
                    : new WarmStep.GiveUp(
                            pool.repositoryId(), warm.sessionId(), warm.reason() == null ? "no_place" : warm.reason());
        }
        String why = stale(pool, warm, now);
        return why == null ? null : new WarmStep.GiveUp(pool.repositoryId(), warm.sessionId(), why);
    }

    private @Nullable String stale(Pool pool, Warm warm, Instant now) {
        if (pool.recipe() == null) {
            return "repository_closed";
        }
        if (!pool.recipe().equals(warm.recipe())) {
            return "changed";
        }
        return warm.madeAt().plus(limits.ageLimit()).isBefore(now) ? "aged" : null;
    }

    /** People have taken the places that should be free: the youngest, which lost least, go. */
    private static void makeWay(int missing, List<WarmStep> steps, List<Kept> kept) {
        for (int i = 0; i < missing && !kept.isEmpty(); i++) {
            Kept given = kept.stream()
                    .max(Comparator.comparing(one -> one.warm().madeAt()))
                    .orElseThrow();
            kept.remove(given);
            steps.add(new WarmStep.GiveUp(
                    given.pool().repositoryId(), given.warm().sessionId(), "room_for_people"));
        }
    }

    private static void fill(WarmFacts facts, int spare, List<WarmStep> steps, List<Kept> kept) {
        int booting = (int) kept.stream().filter(one -> one.warm().booting()).count();
        int promised = (int) kept.stream().filter(one -> one.warm().starting()).count();
        int possible = Math.min(spare - promised, MOST_BOOTING - booting);
        for (Pool pool : facts.pools()) {
            long there = kept.stream().filter(one -> one.pool() == pool).count();
            // One that did not come up in this very round has the next one wait, too.
            boolean failed = steps.stream()
                    .anyMatch(step ->
                            step instanceof WarmStep.Fail && step.repositoryId().equals(pool.repositoryId()));
            boolean may = mayMake(pool, facts) && !failed;
            for (long n = there; n < pool.wanted(facts.now()) && may && possible > 0; n++) {
                steps.add(new WarmStep.Make(pool.repositoryId()));
                possible--;
            }
        }
    }

    private static boolean mayMake(Pool pool, WarmFacts facts) {
        return facts.roomOnDisk()
                && pool.recipe() != null
                && (pool.notBefore() == null || !pool.notBefore().isAfter(facts.now()));
    }
}
