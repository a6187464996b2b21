package dev.openinspect.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void whoever_is_referred_to_comes_first() {
        Map<String, Set<String>> parents = new LinkedHashMap<>();
        parents.put("event", Set.of("session_log"));
        parents.put("person", Set.of());
        parents.put("session", Set.of("person", "repository"));
        parents.put("session_log", Set.of("session"));
        parents.put("repository", Set.of());

        assertThat(Tables.inOrder(parents)).containsExactly("person", "repository", "session", "session_log", "event");
    }

    @Test
    void a_circle_is_refused_with_the_names_of_its_tables() {
        Map<String, Set<String>> parents = Map.of("hen", Set.of("egg"), "egg", Set.of("hen"), "straw", Set.of());

        assertThatThrownBy(() -> Tables.inOrder(parents))
                .hasMessageContaining("hen")
                .hasMessageContaining("egg")
                .hasMessageNotContaining("straw");
    }
}
