package dev.openinspect.clients.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    @ParameterizedTest
    @EnumSource(Key.class)
    void every_key_maps_from_its_environment_variable(Key key) {
        Configuration configuration = Environment.of(key.variable(), "something");

        assertThat(configuration.text(key)).contains("something");
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void every_variable_carries_our_name(Key key) {
        assertThat(key.variable()).matches("OPENINSPECT_[A-Z_]+");
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void every_key_is_documented_as_it_is(Key key) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(row(key));
    }

    @Test
    void nothing_else_is_documented() throws IOException {
        assertThat(Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `openinspect.")))
                .containsExactlyElementsOf(
                        Arrays.stream(Key.values()).map(KeyTest::row).toList());
    }

    static String row(Key key) {
        return "| `" + key.property() + "` | `" + key.variable() + "` | " + key.standard() + " | " + key.limits()
                + " | " + key.meaning() + " |";
    }
}
