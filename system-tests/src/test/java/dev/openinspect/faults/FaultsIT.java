package dev.openinspect.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of one sandbox, one client and the model, each once with a fixed seed; {@code ./openinspect soak} breaks everything for an hour. */
@ExtendWith(LogsOnFailure.class)
class FaultsIT {
    private static final long SEED = 20_261_123;
    private static final Set<String> SMALL = Set.of(
            "kill -9 sandbox",
            "kill -9 OpenCode",
            "kill -9 bridge",
            "cut a client's socket",
            "model answers 500",
            "model breaks off");

    @Test
    void a_turn_that_is_hit_goes_on_or_ends_in_a_named_state_and_nothing_is_lost_or_doubled() {
        Installation installation = Installation.running();
        Findings findings = new Findings();
        Faults all = new Faults(installation);
        List<Fault> faults = Stream.concat(all.ofOneSession().stream(), all.ofTheModel().stream())
                .filter(fault -> SMALL.contains(fault.name()))
                .toList();
        Lane lane = new Lane(
                "the gate",
                installation,
                ApiClient.administrator(),
                findings,
                new Random(SEED),
                faults,
                new ReentrantReadWriteLock(),
                java.time.Duration.ZERO);

        lane.round();

        assertThat(faults).hasSize(SMALL.size());
        assertThat(findings.all()).isEmpty();
        assertThat(faults).allSatisfy(fault -> assertThat(findings.recoveries(fault.name()))
                .hasSize(1));
    }
}
