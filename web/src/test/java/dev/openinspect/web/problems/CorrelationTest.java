package dev.openinspect.web.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.ids.Ids;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {
    private static final Ids IDS = new Ids() {
        @Override
        public UUID next() {
            return new UUID(1, 2);
        }

        @Override
        public String secret(String prefix) {
            return prefix + "secret";
        }
    };

    @Test
    void a_harmless_id_of_the_client_is_kept() {
        assertThat(Correlation.accepted("build-4711-a", IDS)).isEqualTo("build-4711-a");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "short", "with space in it", "line\nend-12345", "\"quoted-1234\"", "ünïcode-1234"})
    void anything_else_is_replaced(String brought) {
        assertThat(Correlation.accepted(brought, IDS)).isEqualTo("00000000-0000-0001-0000-000000000002");
    }

    @Test
    void an_endless_id_is_replaced() {
        assertThat(Correlation.accepted("a".repeat(65), IDS)).startsWith("00000000");
    }
}
