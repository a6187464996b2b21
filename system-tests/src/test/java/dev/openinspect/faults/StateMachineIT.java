package dev.openinspect.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The small part of the state machine, with a fixed seed; {@code ./openinspect soak} walks twenty thousand steps with others. */
@ExtendWith(LogsOnFailure.class)
class StateMachineIT {
    private static final long SEED = 20_261_123;
    private static final int STEPS = 500;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void five_hundred_commands_are_answered_as_the_model_says() {
        Findings findings = new Findings();
        Instant end = Instant.now().plus(LIMIT);

        StateMachine.Walked walked = new StateMachine(Installation.running(), findings, SEED)
                .run(2, STEPS, () -> Instant.now().isBefore(end));

        System.out.println(walked);
        assertThat(findings.all()).isEmpty();
        assertThat(walked.steps()).isEqualTo(STEPS);
        assertThat(walked.commands())
                .containsKeys(
                        "create",
                        "prompt",
                        "prompt (repeated)",
                        "stop",
                        "retry",
                        "remove",
                        "archive",
                        "restore",
                        "reconnect");
    }
}
