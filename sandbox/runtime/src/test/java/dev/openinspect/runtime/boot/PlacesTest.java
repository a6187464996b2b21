package dev.openinspect.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void a_mirror_lies_where_the_host_shows_it() {
        assertThat(Places.of(Map.of()).mirror()).isEqualTo(Path.of("/run/openinspect/mirror.git"));
    }

    @Test
    void a_sandbox_without_isolation_looks_beside_its_own_boot_file() {
        assertThat(Places.of(Map.of("OPENINSPECT_BOOT", "/host/run/x.1/boot.json"))
                        .mirror())
                .isEqualTo(Path.of("/host/run/x.1/mirror.git"));
    }
}
