package dev.openinspect.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.sandboxes.SandboxStatus.Trigger;
import dev.openinspect.transitions.Transitions.Row;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    static Stream<Row<SandboxStatus, Trigger>> rows() {
        return SandboxStatus.TABLE.rows().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_sandbox_moves_as_its_table_says(Row<SandboxStatus, Trigger> row) {
        Sandbox sandbox = in(row.from());

        pull(sandbox, row.trigger());

        assertThat(sandbox.status()).isEqualTo(row.to());
    }

    @Test
    void every_other_move_is_refused() {
        for (SandboxStatus from : SandboxStatus.values()) {
            for (Trigger trigger : Trigger.values()) {
                Sandbox sandbox = in(from);
                if (!sandbox.can(trigger) && trigger != Trigger.ACCEPTED) {
                    assertThatThrownBy(() -> pull(sandbox, trigger)).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    @Test
    void each_start_takes_the_next_generation_and_a_new_token() {
        Sandbox sandbox = new Sandbox(new UUID(1, 2));

        sandbox.start("first", "sealed", NOW);
        sandbox.leave(Trigger.LOSE, "killed");
        int second = sandbox.start("second", "sealed", NOW);

        assertThat(second).isEqualTo(2);
        assertThat(sandbox.tokenHash).isEqualTo("second");
        assertThat(sandbox.reason()).isNull();
    }

    @Test
    void the_token_dies_with_the_sandbox() {
        for (Trigger end : new Trigger[] {Trigger.LOSE, Trigger.STOP, Trigger.BOOT_FAILED}) {
            Sandbox sandbox = new Sandbox(new UUID(1, 2));
            sandbox.start("hash", "sealed", NOW);

            sandbox.leave(end, "why");

            assertThat(sandbox.tokenHash).as(end.name()).isNull();
        }
    }

    @Test
    void a_sandbox_that_became_ready_is_forgiven_its_failures() {
        Sandbox sandbox = new Sandbox(new UUID(1, 2));
        sandbox.start("hash", "sealed", NOW);
        sandbox.postpone(true, NOW, null);

        sandbox.becomeReady(NOW);

        assertThat(sandbox.failures()).isZero();
    }

    private static void pull(Sandbox sandbox, Trigger trigger) {
        switch (trigger) {
            case START -> sandbox.start("hash", "sealed", NOW);
            case ACCEPTED -> sandbox.enter("clone", NOW);
            case BECAME_READY -> sandbox.becomeReady(NOW);
            case BOOT_FAILED, HOST_REFUSED, STOP, GONE, LOSE -> sandbox.leave(trigger, "why");
        }
    }

    private static Sandbox in(SandboxStatus status) {
        Sandbox sandbox = new Sandbox(new UUID(1, 2));
        sandbox.status = status;
        return sandbox;
    }
}
