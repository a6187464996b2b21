package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdinaryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "production",
                "postgres",
                "http://localhost:3000",
                "https://127.0.0.1/app",
                "redis://[::1]:6379/0"
            })
    void configuration_is_shown_to_the_agent_and_not_to_people(String value) {
        var redactor = new Redactor();
        redactor.add(List.of(value));

        assertThat(redactor.hiddenFromAgent().words()).isEmpty();
        assertThat(redactor.redact("It is " + value)).isEqualTo("It is [•••]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Production",
                "hunter2hunter2",
                "postgres://name:word@localhost/data",
                "http://localhost:3000/?token=abc",
                "http://localhost/#abc",
                "https://registry.example.org",
                "a value with spaces",
                "mailto:somebody@localhost"
            })
    void anything_else_is_hidden_from_the_agent_too(String value) {
        var redactor = new Redactor();
        redactor.add(List.of(value));

        assertThat(redactor.hiddenFromAgent().replace("It is " + value, Redactor.MARK))
                .isEqualTo("It is [•••]");
    }

    @Test
    void an_ordinary_value_does_not_unhide_a_secret_that_contains_it() {
        var redactor = new Redactor();
        redactor.add(List.of("production", "production-key-42"));

        assertThat(redactor.hiddenFromAgent().replace("production production-key-42", Redactor.MARK))
                .isEqualTo("production [•••]");
    }
}
