package dev.openinspect.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.people.Role;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DocumentTest {
    @Test
    void every_kind_of_value_has_one_form() {
        String json = new Document()
                .with("id", new UUID(1, 2))
                .with("at", Instant.parse("2026-11-23T10:00:00.123Z"))
                .with("role", Role.ADMIN)
                .with("count", 3)
                .with("demo", false)
                .with("child", new Document().with("x", 1L))
                .withAll("list", List.of("p", "q"), name -> new Document().with("name", name))
                .json();

        assertThat(json)
                .isEqualTo("{\"id\":\"00000000-0000-0001-0000-000000000002\",\"at\":\"2026-11-23T10:00:00.123Z\","
                        + "\"role\":\"admin\",\"count\":3,\"demo\":false,\"child\":{\"x\":1},"
                        + "\"list\":[{\"name\":\"p\"},{\"name\":\"q\"}]}");
    }

    @Test
    void what_is_null_is_left_out() {
        assertThat(new Document()
                        .with("a", (String) null)
                        .with("b", (Integer) null)
                        .json())
                .isEqualTo("{}");
    }

    @Test
    void money_is_written_in_plain_digits() {
        assertThat(cost("0.500000")).isEqualTo("{\"cost\":0.5}");
        assertThat(cost("0.000000")).isEqualTo("{\"cost\":0}");
        assertThat(cost("1E+3")).isEqualTo("{\"cost\":1000}");
        assertThat(cost("0.000001")).isEqualTo("{\"cost\":0.000001}");
    }

    private static String cost(String value) {
        return new Document().with("cost", new BigDecimal(value)).json();
    }
}
