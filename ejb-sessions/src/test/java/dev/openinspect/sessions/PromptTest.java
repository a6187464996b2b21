package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sessions.StateMachinesTest.TestRows;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PromptTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void a_prompt_that_a_person_stopped_ends_cancelled() {
        Prompt prompt = TestRows.prompt(PromptStatus.RUNNING);
        prompt.stop(Prompt.STOPPED, NOW);

        prompt.finish(PromptStatus.CANCELLED, null, NOW);

        assertThat(prompt.status).isEqualTo(PromptStatus.CANCELLED);
        assertThat(prompt.reason).isEqualTo("stopped");
    }

    @Test
    void a_prompt_that_a_limit_stopped_ends_failed_with_the_limit() {
        Prompt prompt = TestRows.prompt(PromptStatus.RUNNING);
        prompt.stop("turn_limit", NOW);

        prompt.finish(PromptStatus.CANCELLED, "stopped", NOW);

        assertThat(prompt.status).isEqualTo(PromptStatus.FAILED);
        assertThat(prompt.reason).isEqualTo("turn_limit");
    }

    @Test
    void an_end_that_came_before_the_stop_counts() {
        Prompt prompt = TestRows.prompt(PromptStatus.RUNNING);
        prompt.stop(Prompt.STOPPED, NOW);

        prompt.finish(PromptStatus.COMPLETED, null, NOW);

        assertThat(prompt.status).isEqualTo(PromptStatus.COMPLETED);
        assertThat(prompt.reason).isNull();
    }

    @Test
    void a_prompt_that_lost_its_sandbox_waits_again() {
        Prompt prompt = TestRows.prompt(PromptStatus.RUNNING);
        prompt.startedAt = NOW;

        prompt.requeue(NOW.plusSeconds(4));

        assertThat(prompt.status).isEqualTo(PromptStatus.QUEUED);
        assertThat(prompt.startedAt).isNull();
        assertThat(prompt.notBefore).isEqualTo(NOW.plusSeconds(4));
    }
}
