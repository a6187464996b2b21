package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerAgeTest {
    @TempDir
    Path folder;

    @Test
    void a_layer_began_before_its_overlays_were_there_or_nobody_knows() throws Exception {
        var before = Instant.now();
        var one = Files.createDirectory(folder.resolve("one"));
        var other = Files.createDirectory(folder.resolve("other"));
        for (var overlay : List.of(one, other))
            Files.setLastModifiedTime(overlay, FileTime.from(before.plus(Duration.ofDays(1))));

        var began = LayerAge.of(List.of(one, other), folder);

        assertThat(began).isBefore(before);
        assertThat(LayerAge.of(List.of(), folder)).isEqualTo(Instant.MIN);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(one, other);
        }
    }

    @Test
    void the_oldest_overlay_counts() throws Exception {
        var older = Files.createDirectory(folder.resolve("older"));
        Thread.sleep(50);
        var newer = Files.createDirectory(folder.resolve("newer"));

        assertThat(LayerAge.of(List.of(newer, older), folder)).isEqualTo(LayerAge.of(List.of(older), folder));
    }
}
