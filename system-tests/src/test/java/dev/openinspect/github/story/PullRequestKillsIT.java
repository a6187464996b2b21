package dev.openinspect.github.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.github.Faults.Fault;
import dev.openinspect.github.Pull;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Await;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.OwnServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Payara is killed at random moments between a promise (202) and the pull request. Each promise becomes exactly one. Two kills in the gate;
 * {@code OPENINSPECT_PULL_REQUEST_KILLS} and {@code OPENINSPECT_PULL_REQUEST_SEED} ask for others.
 */
@OwnServers
@ExtendWith({LogsOnFailure.class, SharedInstallation.class})
class PullRequestKillsIT {
    private static final int KILLS =
            Integer.parseInt(System.getenv().getOrDefault("OPENINSPECT_PULL_REQUEST_KILLS", "2"));
    private static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("OPENINSPECT_PULL_REQUEST_SEED", "20261127"));
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Set<String> AT_REST = Set.of("done", "link", "failed");
    /** Opening takes a second or two with a host that is as slow as this. */
    private static final int LATEST_KILL_MILLIS = 2_500;

    private static HostedInstallation hosted;
    private static ApiClient ada;

    @BeforeAll
    static void begin(HostedInstallation shared) {
        hosted = shared;
        ada = HostBrowser.client(hosted, "ada");
    }

    @Test
    void a_promised_pull_request_is_opened_once_whenever_the_server_dies() {
        Random dice = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            promiseAndKill(i, dice);
        }
        assertThat(hosted.prism.violations()).isEmpty();
    }

    private static void promiseAndKill(int number, Random dice) {
        String session = ada.post(
                        "/sessions", Map.of("repository", HostedInstallation.REPOSITORY, "title", "Kill " + number))
                .expect(201)
                .json()
                .path("id")
                .asText();
        String prompt =
                ada.prompt(session, "demo: bash echo " + number + " >> kills && git add kills && git commit -qm Kill");
        assertThat(ada.ended(session, prompt).path("status").asText()).isEqualTo("completed");
        String branch = ada.session(session).path("workBranch").asText();
        slow(dice);
        int delay = dice.nextInt(LATEST_KILL_MILLIS);

        ada.post("/sessions/" + session + "/pull-request", Map.of("title", "Kill " + number))
                .expect(202);
        LockSupport.parkNanos(Duration.ofMillis(delay).toNanos());
        hosted.installation().kill("payara");
        hosted.github.faults().clear();
        hosted.installation().up();

        JsonNode rested = Await.until(PATIENCE, "the pull request of kill " + number + " is at rest", () -> Optional.of(
                        ada.get("/sessions/" + session + "/pull-request")
                                .expect(200)
                                .json())
                .filter(document -> AT_REST.contains(document.path("status").asText())));
        List<Pull> pulls = hosted.pullsOf(branch);
        System.out.println("kill " + number + " after " + delay + " ms: " + rested.path("status") + ", "
                + rested.path("attempts") + " attempts, " + pulls.size() + " pull requests");
        assertThat(rested.path("status").asText()).as("%s", rested).isEqualTo("done");
        assertThat(pulls)
                .as("pull requests after kill %d at %d ms", number, delay)
                .hasSize(1);
        assertThat(pulls.getFirst().author()).isEqualTo("ada");
        assertThat(rested.path("number").asInt()).isEqualTo(pulls.getFirst().number());
    }

    /** A host that takes its time, or one whose answer to the opening gets lost: the moments at which two would be opened. */
    private static void slow(Random dice) {
        Duration wait = Duration.ofMillis(200 + dice.nextInt(800));
        hosted.github.faults().next(3, "GET", "/repos/.*", new Fault.Waits(wait));
        hosted.github
                .faults()
                .next(1, "POST", ".*/pulls", dice.nextBoolean() ? new Fault.CutAfter() : new Fault.Waits(wait));
    }
}
