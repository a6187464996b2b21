package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateIdsTest {
    @TempDir
    Path folder;

    @Test
    void a_large_range_is_cut_into_whole_blocks_that_do_not_touch() throws IOException {
        var ids = ids("other:100000:65536\nhost:200000:67108864\n", "host:300000:67108864\n");

        assertThat(ids.blocks()).isEqualTo(1024);
        assertThat(ids.block(0)).isEqualTo(new SubordinateIds.Block(0, 200_000, 300_000, 65_536));
        assertThat(ids.block(1)).isEqualTo(new SubordinateIds.Block(1, 265_536, 365_536, 65_536));
        assertThatThrownBy(() -> ids.block(1024)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_default_range_of_a_person_still_gives_32_sandboxes() throws IOException {
        var ids = ids("host:100000:65536\n", "host:100000:65536\n");

        assertThat(ids.blocks()).isEqualTo(32);
        assertThat(ids.block(31).firstUid() + ids.block(31).size()).isEqualTo(165_536);
    }

    @Test
    void a_range_can_be_given_by_number() throws IOException {
        assertThat(ids("990:100000:65536\n", "990:100000:65536\n").blocks()).isEqualTo(32);
    }

    @Test
    void a_user_without_a_range_has_none() throws IOException {
        write("subuid", "other:100000:65536\n");
        write("subgid", "host:100000:65536\n");

        assertThat(SubordinateIds.of("host", 990, folder.resolve("subuid"), folder.resolve("subgid"), Optional.empty()))
                .isEmpty();
        assertThat(SubordinateIds.of(
                        "host", 990, folder.resolve("missing"), folder.resolve("subgid"), Optional.empty()))
                .isEmpty();
    }

    private SubordinateIds ids(String subuid, String subgid) throws IOException {
        write("subuid", subuid);
        write("subgid", subgid);
        return SubordinateIds.of("host", 990, folder.resolve("subuid"), folder.resolve("subgid"), Optional.empty())
                .orElseThrow();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
