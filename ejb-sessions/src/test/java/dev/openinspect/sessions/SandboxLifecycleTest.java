package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.disk.DiskRoom;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.sessions.TurnFacts.Box;
import dev.openinspect.sessions.TurnFacts.Keeping;
import dev.openinspect.sessions.TurnFacts.Room;
import dev.openinspect.sessions.TurnFacts.RunningPrompt;
import dev.openinspect.sessions.TurnFacts.Upkeep;
import dev.openinspect.sessions.TurnFacts.WaitingPrompt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxLifecycleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final UUID PROMPT = new UUID(7, 8);
    private static final Decision REST = new Decision.Rest();

    private final SandboxLifecycle lifecycle = new SandboxLifecycle(new FixedSettings());
    private Upkeep upkeep = new Upkeep(Saved.DONE, false, Duration.ofHours(2));
    private Room room = new Room(LogRoom.ENOUGH, DiskRoom.ENOUGH);
    private Keeping keeping = new Keeping(false, null);

    @Test
    void a_waiting_prompt_starts_a_sandbox() {
        assertThat(decide(box(SandboxStatus.NONE), null, waiting())).isEqualTo(new Decision.StartSandbox());
        assertThat(decide(box(SandboxStatus.STOPPED), null, waiting())).isEqualTo(new Decision.StartSandbox());
        assertThat(decide(box(SandboxStatus.LOST), null, waiting())).isEqualTo(new Decision.StartSandbox());
    }

    @Test
    void nothing_starts_without_a_prompt() {
        assertThat(decide(box(SandboxStatus.NONE), null, null)).isEqualTo(REST);
    }

    @Test
    void a_ready_sandbox_gets_the_next_prompt() {
        assertThat(decide(box(SandboxStatus.READY), null, waiting())).isEqualTo(new Decision.Dispatch(PROMPT, 1));
    }

    @Test
    void a_second_prompt_waits_for_the_first() {
        assertThat(decide(box(SandboxStatus.READY), running(PromptStatus.RUNNING, Duration.ZERO, null), waiting()))
                .isEqualTo(REST);
    }

    @Test
    void a_booting_sandbox_is_waited_for() {
        assertThat(decide(box(SandboxStatus.BOOTING), null, waiting())).isEqualTo(REST);
    }

    @Test
    void a_failed_start_waits_before_the_next() {
        Box box = new Box(SandboxStatus.FAILED, 1, 1, "why", NOW.plusSeconds(1), ago(60), null, null, null, false);

        assertThat(decide(box, null, waiting())).isEqualTo(REST);
    }

    @Test
    void three_failed_starts_give_the_prompt_up_with_the_reason() {
        Box box = new Box(SandboxStatus.FAILED, 3, 3, "boot_failed: clone", null, ago(60), null, null, null, false);

        assertThat(decide(box, null, waiting()))
                .isEqualTo(new Decision.GiveUp(PROMPT, "no_sandbox: boot_failed: clone"));
    }

    @Test
    void a_silent_sandbox_without_a_bridge_is_replaced() {
        Box box = new Box(SandboxStatus.READY, 1, 0, null, null, ago(300), ago(91), ago(91), null, false);

        assertThat(lifecycle.decide(facts(
                        SessionStatus.ACTIVE,
                        false,
                        box,
                        running(PromptStatus.RUNNING, Duration.ofMinutes(2), null),
                        null,
                        false)))
                .isEqualTo(new Decision.StopSandbox(1, "heartbeat_lost"));
    }

    @Test
    void a_boot_that_moves_is_not_killed() {
        Box moving = new Box(SandboxStatus.BOOTING, 1, 0, null, null, ago(3_000), ago(10), ago(299), null, false);
        Box still = new Box(SandboxStatus.BOOTING, 1, 0, null, null, ago(3_000), ago(10), ago(361), null, false);

        assertThat(decide(moving, null, waiting())).isEqualTo(REST);
        assertThat(decide(still, null, waiting())).isEqualTo(new Decision.StopSandbox(1, "boot_no_progress"));
    }

    @Test
    void an_order_that_nobody_followed_is_repeated() {
        Box box = new Box(SandboxStatus.STARTING, 4, 0, null, null, ago(16), null, ago(16), null, false);

        assertThat(lifecycle.decide(facts(SessionStatus.ACTIVE, false, box, null, waiting(), false)))
                .isEqualTo(new Decision.RepeatOrder(4));
    }

    @Test
    void a_turn_has_a_limit() {
        assertThat(decide(box(SandboxStatus.READY), running(PromptStatus.RUNNING, Duration.ofMinutes(61), null), null))
                .isEqualTo(new Decision.StopPrompt(PROMPT, "turn_limit"));
    }

    @Test
    void a_turn_without_progress_is_stopped() {
        Box box = new Box(SandboxStatus.READY, 1, 0, null, null, ago(3_000), ago(5), ago(601), null, false);

        assertThat(decide(box, running(PromptStatus.RUNNING, Duration.ofMinutes(20), null), null))
                .isEqualTo(new Decision.StopPrompt(PROMPT, "no_progress"));
    }

    @Test
    void waiting_for_people_is_progress_and_the_limit_begins_anew_when_it_is_over() {
        Box box = new Box(SandboxStatus.READY, 1, 0, null, null, ago(3_000), ago(5), ago(601), null, false);

        assertThat(decide(box, asking(ago(0)), null)).isEqualTo(REST);
        assertThat(decide(box, asking(ago(599)), null)).isEqualTo(REST);
        assertThat(decide(box, asking(ago(601)), null)).isEqualTo(new Decision.StopPrompt(PROMPT, "no_progress"));
    }

    private static RunningPrompt asking(Instant waitedUntil) {
        return new RunningPrompt(PROMPT, PromptStatus.RUNNING, ago(1_200), null, waitedUntil);
    }

    @Test
    void a_stop_has_fifteen_seconds() {
        assertThat(decide(
                        box(SandboxStatus.READY), running(PromptStatus.STOPPING, Duration.ofMinutes(1), ago(14)), null))
                .isEqualTo(REST);
        assertThat(decide(
                        box(SandboxStatus.READY), running(PromptStatus.STOPPING, Duration.ofMinutes(1), ago(16)), null))
                .isEqualTo(new Decision.EndOverdueStop(PROMPT, 1));
    }

    @Test
    void an_overdue_stop_ends_although_its_sandbox_is_going() {
        assertThat(decide(
                        box(SandboxStatus.STOPPING),
                        running(PromptStatus.STOPPING, Duration.ofMinutes(1), ago(16)),
                        null))
                .isEqualTo(new Decision.EndOverdueStop(PROMPT, 1));
        assertThat(decide(box(SandboxStatus.STOPPING), null, null)).isEqualTo(new Decision.AwaitGone(1));
    }

    @Test
    void a_running_prompt_without_a_sandbox_is_queued_again() {
        assertThat(decide(box(SandboxStatus.LOST), running(PromptStatus.RUNNING, Duration.ofMinutes(1), null), null))
                .isEqualTo(new Decision.Requeue(PROMPT));
    }

    @Test
    void an_idle_sandbox_is_stopped() {
        Box idle = new Box(SandboxStatus.READY, 1, 0, null, null, ago(3_000), ago(5), ago(601), ago(601), false);

        assertThat(decide(idle, null, null)).isEqualTo(new Decision.StopSandbox(1, "idle"));
    }

    @Test
    void a_pooled_sandbox_is_not_stopped_for_being_idle() {
        keeping = new Keeping(true, null);

        assertThat(decide(idleFor(7_000), null, null)).isEqualTo(REST);
    }

    @Test
    void a_pooled_sandbox_whose_lifetime_has_ended_goes_without_a_snapshot() {
        keeping = new Keeping(true, null);
        upkeep = new Upkeep(Saved.NEEDED, false, Duration.ofHours(2));

        assertThat(decide(idleFor(7_200), null, null)).isEqualTo(new Decision.StopSandbox(1, "lifetime"));
    }

    @Test
    void a_sandbox_that_typing_started_goes_when_the_prompt_does_not_come() {
        keeping = new Keeping(false, ago(601));
        assertThat(decide(idleFor(30), null, null)).isEqualTo(new Decision.StopSandbox(1, "draft_abandoned"));

        upkeep = new Upkeep(Saved.NEEDED, false, Duration.ofHours(2));
        assertThat(decide(idleFor(30), null, null)).isEqualTo(new Decision.SaveFirst(1));

        keeping = new Keeping(false, ago(599));
        assertThat(decide(idleFor(650), null, null)).isEqualTo(REST);
    }

    @Test
    void a_prompt_that_comes_after_typing_is_dispatched() {
        keeping = new Keeping(false, ago(3_000));

        assertThat(decide(idleFor(30), null, waiting())).isEqualTo(new Decision.Dispatch(PROMPT, 1));
    }

    @Test
    void an_archived_session_keeps_no_sandbox() {
        assertThat(lifecycle.decide(facts(SessionStatus.ARCHIVED, false, box(SandboxStatus.READY), null, null, true)))
                .isEqualTo(new Decision.StopSandbox(1, "session_archived"));
    }

    @Test
    void a_session_over_its_cost_limit_runs_nothing_more() {
        assertThat(lifecycle.decide(facts(SessionStatus.ACTIVE, true, box(SandboxStatus.READY), null, waiting(), true)))
                .isEqualTo(new Decision.GiveUp(PROMPT, "cost_limit"));
        assertThat(lifecycle.decide(facts(SessionStatus.ACTIVE, true, box(SandboxStatus.NONE), null, waiting(), false)))
                .isEqualTo(new Decision.GiveUp(PROMPT, "cost_limit"));
    }

    @Test
    void a_nearly_full_log_is_said_before_anything_else() {
        room = new Room(LogRoom.NEARLY_FULL, DiskRoom.ENOUGH);

        assertThat(decide(box(SandboxStatus.READY), null, waiting())).isEqualTo(new Decision.WarnOfFullLog());
    }

    @Test
    void a_full_log_ends_the_turn_and_gives_up_what_waits() {
        room = new Room(LogRoom.FULL, DiskRoom.ENOUGH);
        RunningPrompt running = running(PromptStatus.RUNNING, Duration.ZERO, null);

        assertThat(decide(box(SandboxStatus.READY), running, null))
                .isEqualTo(new Decision.StopPrompt(PROMPT, "session_log_full"));
        assertThat(decide(box(SandboxStatus.READY), null, waiting()))
                .isEqualTo(new Decision.GiveUp(PROMPT, "session_log_full"));
        assertThat(decide(box(SandboxStatus.NONE), null, waiting()))
                .isEqualTo(new Decision.GiveUp(PROMPT, "session_log_full"));
    }

    @Test
    void a_nearly_full_disk_begins_nothing_and_lets_the_turn_end() {
        room = new Room(LogRoom.ENOUGH, DiskRoom.REFUSING);
        RunningPrompt running = running(PromptStatus.RUNNING, Duration.ZERO, null);

        assertThat(decide(box(SandboxStatus.NONE), null, waiting())).isEqualTo(new Decision.Await("disk_space"));
        assertThat(decide(box(SandboxStatus.READY), null, waiting())).isEqualTo(new Decision.Await("disk_space"));
        assertThat(decide(box(SandboxStatus.READY), running, null)).isEqualTo(REST);
    }

    @Test
    void a_disk_that_goes_on_filling_ends_the_turn() {
        room = new Room(LogRoom.ENOUGH, DiskRoom.ENDING);

        assertThat(decide(box(SandboxStatus.READY), running(PromptStatus.RUNNING, Duration.ZERO, null), null))
                .isEqualTo(new Decision.StopPrompt(PROMPT, "installation_disk_full"));
    }

    @Test
    void a_sandbox_that_somebody_asked_for_starts_without_a_prompt() {
        assertThat(decide(asked(SandboxStatus.STOPPED, 0), null, null)).isEqualTo(new Decision.StartSandbox());
        assertThat(decide(asked(SandboxStatus.FAILED, 3), null, null)).isEqualTo(new Decision.DropRequest());
        assertThat(lifecycle.decide(
                        facts(SessionStatus.ARCHIVED, false, asked(SandboxStatus.STOPPED, 0), null, null, true)))
                .isEqualTo(new Decision.DropRequest());
    }

    private static Box idleFor(long seconds) {
        return new Box(SandboxStatus.READY, 1, 0, null, null, ago(seconds + 60), ago(5), ago(5), ago(seconds), false);
    }

    /** What each end of a sandbox at rest does with its files: {@code -} rests, {@code save} takes a snapshot first. */
    @ParameterizedTest
    @CsvSource({
        // why,       NEEDED, UNDER_WAY, OVERDUE,           FAILED,            DONE
        "idle,        save,   -,         idle,              idle,              idle",
        "lifetime,    save,   -,         lifetime,          lifetime,          lifetime",
        "restart,     save,   -,         restart_requested, restart_requested, restart_requested",
        "restore,     save,   -,         drop,              drop,              restore_requested",
    })
    void a_sandbox_ends_when_its_files_are_saved(
            String why, String needed, String underWay, String overdue, String failed, String done) {
        Box box =
                switch (why) {
                    case "idle" -> ready(ago(3_000), ago(601), false);
                    case "lifetime" -> ready(ago(7_201), ago(5), false);
                    default -> ready(ago(60), ago(5), true);
                };
        boolean restoring = why.equals("restore");

        assertThat(outcome(box, Saved.NEEDED, restoring)).isEqualTo(needed);
        assertThat(outcome(box, Saved.UNDER_WAY, restoring)).isEqualTo(underWay);
        assertThat(outcome(box, Saved.OVERDUE, restoring)).isEqualTo(overdue);
        assertThat(outcome(box, Saved.FAILED, restoring)).isEqualTo(failed);
        assertThat(outcome(box, Saved.DONE, restoring)).isEqualTo(done);
    }

    @Test
    void a_lifetime_that_has_ended_comes_before_the_next_prompt() {
        assertThat(decide(ready(ago(7_201), ago(1), false), null, waiting()))
                .isEqualTo(new Decision.StopSandbox(1, "lifetime"));
        assertThat(decide(ready(ago(7_199), ago(1), false), null, waiting()))
                .isEqualTo(new Decision.Dispatch(PROMPT, 1));
    }

    @Test
    void a_running_turn_outlives_the_lifetime_by_its_extension() {
        RunningPrompt turn = running(PromptStatus.RUNNING, Duration.ofMinutes(20), null);

        assertThat(decide(busy(ago(7_201)), turn, null)).isEqualTo(REST);
        assertThat(decide(busy(ago(10_799)), turn, null)).isEqualTo(REST);
        assertThat(decide(busy(ago(10_801)), turn, null)).isEqualTo(new Decision.StopPrompt(PROMPT, "lifetime"));
    }

    @Test
    void the_lifetime_is_the_repositorys() {
        upkeep = new Upkeep(Saved.DONE, false, Duration.ofMinutes(15));

        assertThat(decide(ready(ago(901), ago(1), false), null, null))
                .isEqualTo(new Decision.StopSandbox(1, "lifetime"));
    }

    @Test
    void a_restart_does_not_wait_for_the_running_turn_but_for_its_snapshot() {
        RunningPrompt turn = running(PromptStatus.RUNNING, Duration.ofMinutes(1), null);
        upkeep = new Upkeep(Saved.UNDER_WAY, false, Duration.ofHours(2));

        assertThat(decide(asked(SandboxStatus.READY, 0), turn, waiting())).isEqualTo(REST);
        upkeep = new Upkeep(Saved.DONE, false, Duration.ofHours(2));
        assertThat(decide(asked(SandboxStatus.READY, 0), turn, waiting()))
                .isEqualTo(new Decision.StopSandbox(1, "restart_requested"));
    }

    @Test
    void a_session_at_rest_goes_back_once_its_files_are_saved() {
        Box stopped = asked(SandboxStatus.STOPPED, 0);

        assertThat(outcome(stopped, Saved.NEEDED, true)).isEqualTo("save");
        assertThat(outcome(stopped, Saved.UNDER_WAY, true)).isEqualTo("-");
        assertThat(outcome(stopped, Saved.FAILED, true)).isEqualTo("drop");
        assertThat(outcome(stopped, Saved.OVERDUE, true)).isEqualTo("drop");
        upkeep = new Upkeep(Saved.DONE, true, Duration.ofHours(2));
        assertThat(decide(stopped, null, null)).isEqualTo(new Decision.StartSandbox());
        assertThat(decide(stopped, null, waiting())).isEqualTo(new Decision.StartSandbox());
    }

    private String outcome(Box box, Saved saved, boolean restoring) {
        upkeep = new Upkeep(saved, restoring, Duration.ofHours(2));
        return switch (decide(box, null, null)) {
            case Decision.Rest rest -> "-";
            case Decision.SaveFirst save -> "save";
            case Decision.DropRestore drop -> "drop";
            case Decision.StopSandbox stop -> stop.reason();
            case Decision other -> other.toString();
        };
    }

    private static Box ready(Instant created, Instant idleSince, boolean startRequested) {
        return new Box(SandboxStatus.READY, 1, 0, null, null, created, ago(5), ago(5), idleSince, startRequested);
    }

    private static Box busy(Instant created) {
        return new Box(SandboxStatus.READY, 1, 0, null, null, created, ago(5), ago(5), null, false);
    }

    private static Box asked(SandboxStatus status, int failures) {
        return new Box(status, 1, failures, null, null, ago(10), ago(5), ago(5), null, true);
    }

    private Decision decide(Box box, RunningPrompt running, WaitingPrompt waiting) {
        return lifecycle.decide(facts(SessionStatus.ACTIVE, false, box, running, waiting, true));
    }

    private TurnFacts facts(
            SessionStatus session,
            boolean overLimit,
            Box box,
            RunningPrompt running,
            WaitingPrompt waiting,
            boolean bridge) {
        return new TurnFacts(
                new UUID(1, 2),
                session,
                overLimit,
                room,
                box,
                Optional.ofNullable(running),
                Optional.ofNullable(waiting),
                upkeep,
                keeping,
                bridge,
                NOW);
    }

    private static Box box(SandboxStatus status) {
        return new Box(status, 1, 0, null, null, ago(10), ago(5), ago(5), null, false);
    }

    private static RunningPrompt running(PromptStatus status, Duration since, Instant stopRequestedAt) {
        return new RunningPrompt(PROMPT, status, NOW.minus(since), stopRequestedAt, null);
    }

    private static WaitingPrompt waiting() {
        return new WaitingPrompt(PROMPT, null);
    }

    private static Instant ago(long seconds) {
        return NOW.minusSeconds(seconds);
    }
}
