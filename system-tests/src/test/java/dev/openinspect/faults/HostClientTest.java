package dev.openinspect.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostClientTest {
    @Test
    void a_newer_sandbox_that_waits_for_the_end_of_the_older_one_is_no_second_one() throws Exception {
        JsonNode sandboxes = sandboxes("4 running", "5 accepted", "3 gone");

        assertThat(HostClient.live(sandboxes)).containsExactlyEntriesOf(Map.of("s", 5));
    }

    @Test
    void two_that_run_are_one_too_many() throws Exception {
        JsonNode sandboxes = sandboxes("5 running", "4 running");

        assertThatThrownBy(() -> HostClient.live(sandboxes))
                .isInstanceOf(HostClient.TwoAtOnce.class)
                .hasMessage("session s has the sandboxes 5 and 4 at once");
    }

    private static JsonNode sandboxes(String... words) throws Exception {
        var list = new ObjectMapper().createArrayNode();
        for (String word : words) {
            String[] parts = word.split(" ");
            list.addObject()
                    .put("id", "s")
                    .put("generation", Integer.parseInt(parts[0]))
                    .put("state", parts[1]);
        }
        return list;
    }
}
