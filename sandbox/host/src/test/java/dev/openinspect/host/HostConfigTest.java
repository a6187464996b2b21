package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostConfigTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aMachineWithEverything() throws IOException {
        Files.writeString(folder.resolve("key"), "00");
        Files.writeString(folder.resolve("opencode"), "");
        environment.put("OPENINSPECT_HOST_KEY_FILE", folder.resolve("key").toString());
        environment.put("OPENINSPECT_HOST_RUNTIME", folder.toString());
        environment.put("OPENINSPECT_HOST_OPENCODE", folder.resolve("opencode").toString());
    }

    @Test
    void every_variable_maps() throws IOException {
        var image = folder.resolve("image");
        Files.createDirectories(image.resolve("root/usr"));
        environment.putAll(Map.of(
                "OPENINSPECT_HOST_PORT", "20001",
                "OPENINSPECT_HOST_STATE", "/var/lib/somewhere",
                "OPENINSPECT_HOST_JDK", System.getProperty("java.home"),
                "OPENINSPECT_HOST_MAX_SANDBOXES", "7",
                "OPENINSPECT_HOST_BOOTS_AT_ONCE", "5",
                "OPENINSPECT_HOST_DISK_FLOOR_MIB", "300",
                "OPENINSPECT_HOST_MAX_SNAPSHOTS", "30",
                "OPENINSPECT_HOST_CGROUP", "/a/b:/c/d",
                "OPENINSPECT_SANDBOX", "unsafe",
                "OPENINSPECT_HOST_BASE", image.toString()));

        var config = HostConfig.from(environment);

        assertThat(config)
                .isEqualTo(new HostConfig(
                        20_001,
                        Path.of("/var/lib/somewhere"),
                        folder.resolve("key"),
                        folder,
                        folder.resolve("opencode"),
                        Path.of(System.getProperty("java.home")),
                        folder.resolve("image"),
                        7,
                        5,
                        300,
                        30,
                        java.util.List.of(Path.of("/a/b"), Path.of("/c/d")),
                        true));
    }

    @Test
    void without_variables_it_isolates_and_counts_sandboxes_by_memory() {
        var config = HostConfig.from(environment);

        assertThat(config.unsafe()).isFalse();
        assertThat(config.maxSandboxes()).isPositive();
        assertThat(config.bootsAtOnce()).isGreaterThan(1);
        assertThat(config.controlGroups()).isEmpty();
        assertThat(config.base()).isNull();
    }

    @Test
    void images_may_be_switched_off_for_new_layers() {
        environment.put("OPENINSPECT_HOST_BASE", "/nowhere/base/host");

        assertThat(HostConfig.from(environment).base()).isEqualTo(Path.of("/nowhere/base/host"));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENINSPECT_HOST_PORT, 0",
        "OPENINSPECT_HOST_PORT, http",
        "OPENINSPECT_HOST_MAX_SANDBOXES, 0",
        "OPENINSPECT_HOST_BOOTS_AT_ONCE, 0",
        "OPENINSPECT_HOST_DISK_FLOOR_MIB, 63",
        "OPENINSPECT_HOST_STATE, '/with,comma'",
        "OPENINSPECT_HOST_STATE, '/with:colon'",
        "OPENINSPECT_HOST_STATE, '/with space'",
        "OPENINSPECT_HOST_KEY_FILE, /nowhere",
        "OPENINSPECT_HOST_RUNTIME, /nowhere",
        "OPENINSPECT_HOST_OPENCODE, /usr",
        "OPENINSPECT_HOST_JDK, /etc",
        "OPENINSPECT_HOST_BASE, /nowhere",
        "OPENINSPECT_SANDBOX, docker"
    })
    void a_wrong_value_is_named(String name, String value) {
        environment.put(name, value);

        assertThatThrownBy(() -> HostConfig.from(environment))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining(name);
    }
}
