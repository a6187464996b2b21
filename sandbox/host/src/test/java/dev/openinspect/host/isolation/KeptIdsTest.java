package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptIdsTest {
    private static final String SMALL = "host:100000:65536\n";
    private static final String LARGE = "host:100000:67108864\n";

    @TempDir
    Path folder;

    private Path state;

    @BeforeEach
    void aHostWithASmallRange() throws IOException {
        state = folder.resolve("state");
        assertThat(use(SMALL)).isEqualTo(new SubordinateIds(100_000, 100_000, 2048, 32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"layers", "frozen", "aside", "trash"})
    void what_is_there_keeps_its_ids_when_the_range_grows(String kind) throws IOException {
        Files.createDirectories(state.resolve(kind).resolve("one"));

        assertThat(use(LARGE)).isEqualTo(new SubordinateIds(100_000, 100_000, 2048, 32_768));
        assertThat(use("host:50000:1000000\n")).isEqualTo(new SubordinateIds(100_000, 100_000, 2048, 463));
    }

    @Test
    void with_nothing_there_a_range_is_cut_anew() throws IOException {
        Files.createDirectories(state.resolve("layers"));

        assertThat(use(LARGE)).isEqualTo(new SubordinateIds(100_000, 100_000, 65_536, 1024));
    }

    @Test
    void what_was_there_before_ids_were_remembered_is_cut_as_it_was() throws IOException {
        Files.delete(state.resolve("ids"));
        Files.createDirectories(state.resolve("layers/one"));

        assertThat(use(SMALL)).isEqualTo(new SubordinateIds(100_000, 100_000, 2048, 32));
        assertThat(use(LARGE).blockSize()).isEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:200000:65536\n", "host:90000:11000\n", "host:100001:67108864\n"})
    void ids_that_are_not_the_user_s_any_more_are_named(String range) throws IOException {
        Files.createDirectories(state.resolve("frozen/one"));

        assertThatThrownBy(() -> use(range))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("user ids from 100000")
                .hasMessageContaining("/etc/subuid");
        assertThat(state.resolve("ids")).content().isEqualTo("100000 100000 2048\n");
    }

    @Test
    void a_damaged_file_is_named_while_something_is_there() throws IOException {
        Files.createDirectories(state.resolve("layers/one"));
        Files.writeString(state.resolve("ids"), "100000\n");

        assertThatThrownBy(() -> use(SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(state.resolve("ids").toString());
    }

    private SubordinateIds use(String range) throws IOException {
        var file = Files.writeString(folder.resolve("range"), range);
        return KeptIds.use(state, "host", 990, file, file).orElseThrow();
    }
}
