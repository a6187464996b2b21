package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.sessions.Drafts.Effect;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DraftsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final Sandbox sandbox = new Sandbox(new UUID(1, 2));

    @Test
    void writing_starts_a_sandbox_that_is_not_there() {
        assertThat(effect(0)).isEqualTo(Effect.START);
    }

    @Test
    void it_is_asked_for_once() {
        sandbox.startForDraft(NOW);

        assertThat(effect(0)).isEqualTo(Effect.NONE);
        assertThat(effect(61)).isEqualTo(Effect.NONE);
    }

    @Test
    void one_that_somebody_waits_for_keeps_its_place_in_the_line() {
        sandbox.awaitPlace("free_sandbox", NOW);

        assertThat(effect(0)).isEqualTo(Effect.NONE);
    }

    @Test
    void writing_on_keeps_it_at_most_once_a_minute() {
        sandbox.startForDraft(NOW);
        becomeReady();

        assertThat(effect(59)).isEqualTo(Effect.NONE);
        assertThat(effect(61)).isEqualTo(Effect.KEEP);
        sandbox.keepForDraft(NOW.plusSeconds(61));
        assertThat(sandbox.draftAt()).isEqualTo(NOW.plusSeconds(61));
        assertThat(effect(100)).isEqualTo(Effect.NONE);
    }

    @Test
    void writing_keeps_one_that_is_idle_after_a_turn() {
        sandbox.requestStart(NOW);
        becomeReady();

        assertThat(effect(61)).isEqualTo(Effect.KEEP);
        sandbox.keepForDraft(NOW.plusSeconds(61));
        assertThat(sandbox.idleSince()).isEqualTo(NOW.plusSeconds(61));
        assertThat(sandbox.draftAt()).isNull();
    }

    @Test
    void writing_changes_nothing_while_the_agent_works() {
        sandbox.startForDraft(NOW);
        becomeReady();
        sandbox.busy(NOW);

        assertThat(sandbox.draftAt()).isNull();
        assertThat(effect(600)).isEqualTo(Effect.NONE);
    }

    @Test
    void after_a_sandbox_was_given_back_writing_starts_the_next() {
        sandbox.startForDraft(NOW);
        becomeReady();
        sandbox.leave(SandboxStatus.Trigger.STOP, "draft_abandoned");
        sandbox.leave(SandboxStatus.Trigger.GONE, "stopped");

        assertThat(effect(1)).isEqualTo(Effect.START);
    }

    @Test
    void a_start_that_somebody_asks_for_is_no_draft() {
        sandbox.startForDraft(NOW);
        sandbox.requestStart(NOW);

        assertThat(sandbox.draftAt()).isNull();
    }

    private void becomeReady() {
        sandbox.start("hash", "sealed", NOW);
        sandbox.becomeReady(NOW);
    }

    private Effect effect(long seconds) {
        return Drafts.effect(sandbox, NOW.plusSeconds(seconds));
    }
}
