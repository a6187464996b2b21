package dev.openinspect.clients.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.people.Role;
import dev.openinspect.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredSettingsTest {
    @TempDir
    Path folder;

    @Test
    void an_installation_that_sets_nothing_has_every_default() {
        ConfiguredSettings settings = Environment.settings();

        settings.check();

        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.sandboxPort()).isEqualTo(8081);
        assertThat(settings.publicUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.unsafeSandboxes()).isFalse();
        assertThat(settings.localRepositoryRoots()).isEmpty();
        assertThat(settings.demoRepository()).isEmpty();
        assertThat(settings.turnLimit()).isEqualTo(Duration.ofMinutes(60));
        assertThat(settings.progressLimit()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.bootProgressLimit()).isEqualTo(Duration.ofMinutes(6));
        assertThat(settings.stopLimit()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.heartbeatLimit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.idleLimit()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.lifetimeExtension()).isEqualTo(Duration.ofMinutes(60));
        assertThat(settings.snapshots()).isEqualTo(new Settings.Snapshots(5, 10, 50L << 30, Duration.ofSeconds(30)));
        assertThat(settings.maxSandboxes()).isZero();
        assertThat(settings.sandboxMemoryMiB()).isEqualTo(2048);
        assertThat(settings.sandboxCpus()).isEqualTo(2);
        assertThat(settings.sandboxProcesses()).isEqualTo(512);
        assertThat(settings.sandboxDiskMiB()).isEqualTo(10_240);
        assertThat(settings.sandboxFiles()).isEqualTo(1_000_000);
        assertThat(settings.sandboxNetworks()).isEmpty();
        assertThat(settings.hookInboxBytes()).isEqualTo(1L << 30);
        assertThat(settings.artifacts()).isEqualTo(new Settings.Artifacts(1L << 30, 20L << 30));
    }

    @Test
    void every_setting_can_be_set() {
        ConfiguredSettings settings = Environment.settings(
                "OPENINSPECT_HTTP_PORT", "24000",
                "OPENINSPECT_SANDBOX_PORT", "24009",
                "OPENINSPECT_PUBLIC_URL", "https://inspect.example.com/",
                "OPENINSPECT_SANDBOX", "unsafe",
                "OPENINSPECT_LOCAL_REPOSITORY_ROOTS", "/srv/git:/srv/more",
                "OPENINSPECT_DEMO_REPOSITORY", "/srv/demo.git",
                "OPENINSPECT_TURN_LIMIT_SECONDS", "61",
                "OPENINSPECT_PROGRESS_LIMIT_SECONDS", "62",
                "OPENINSPECT_BOOT_PROGRESS_LIMIT_SECONDS", "63",
                "OPENINSPECT_STOP_LIMIT_SECONDS", "64",
                "OPENINSPECT_HEARTBEAT_LIMIT_SECONDS", "65",
                "OPENINSPECT_IDLE_LIMIT_SECONDS", "66",
                "OPENINSPECT_LIFETIME_EXTENSION_MINUTES", "5",
                "OPENINSPECT_SNAPSHOTS_NEWEST", "3",
                "OPENINSPECT_SNAPSHOTS_ASKED_FOR", "4",
                "OPENINSPECT_SNAPSHOTS_LIMIT_MIB", "100",
                "OPENINSPECT_SNAPSHOT_STOP_WAIT_SECONDS", "7",
                "OPENINSPECT_MAX_SANDBOXES", "7",
                "OPENINSPECT_SANDBOX_MEMORY_MIB", "4096",
                "OPENINSPECT_SANDBOX_CPUS", "1.5",
                "OPENINSPECT_SANDBOX_PROCESSES", "100",
                "OPENINSPECT_SANDBOX_DISK_MIB", "900",
                "OPENINSPECT_SANDBOX_FILES", "5000",
                "OPENINSPECT_SANDBOX_NETWORKS", "10.1.2.0/24, fd00::/8",
                "OPENINSPECT_HOOK_INBOX_LIMIT_MIB", "3",
                "OPENINSPECT_ARTIFACTS_SESSION_LIMIT_MIB", "4",
                "OPENINSPECT_ARTIFACTS_LIMIT_MIB", "5");

        assertThat(settings.httpPort()).isEqualTo(24000);
        assertThat(settings.sandboxPort()).isEqualTo(24009);
        assertThat(settings.publicUrl()).isEqualTo("https://inspect.example.com");
        assertThat(settings.unsafeSandboxes()).isTrue();
        assertThat(settings.localRepositoryRoots()).containsExactly(Path.of("/srv/git"), Path.of("/srv/more"));
        assertThat(settings.demoRepository()).contains(Path.of("/srv/demo.git"));
        assertThat(settings.turnLimit()).isEqualTo(Duration.ofSeconds(61));
        assertThat(settings.progressLimit()).isEqualTo(Duration.ofSeconds(62));
        assertThat(settings.bootProgressLimit()).isEqualTo(Duration.ofSeconds(63));
        assertThat(settings.stopLimit()).isEqualTo(Duration.ofSeconds(64));
        assertThat(settings.heartbeatLimit()).isEqualTo(Duration.ofSeconds(65));
        assertThat(settings.idleLimit()).isEqualTo(Duration.ofSeconds(66));
        assertThat(settings.lifetimeExtension()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.snapshots()).isEqualTo(new Settings.Snapshots(3, 4, 100L << 20, Duration.ofSeconds(7)));
        assertThat(settings.maxSandboxes()).isEqualTo(7);
        assertThat(settings.sandboxMemoryMiB()).isEqualTo(4096);
        assertThat(settings.sandboxCpus()).isEqualTo(1.5);
        assertThat(settings.sandboxProcesses()).isEqualTo(100);
        assertThat(settings.sandboxDiskMiB()).isEqualTo(900);
        assertThat(settings.sandboxFiles()).isEqualTo(5_000);
        assertThat(settings.sandboxNetworks()).containsExactly("10.1.2.0/24", "fd00::/8");
        assertThat(settings.hookInboxBytes()).isEqualTo(3L << 20);
        assertThat(settings.artifacts()).isEqualTo(new Settings.Artifacts(4L << 20, 5L << 20));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENINSPECT_HTTP_PORT, 0",
        "OPENINSPECT_HTTP_PORT, eighty",
        "OPENINSPECT_SANDBOX_PORT, 65536",
        "OPENINSPECT_PUBLIC_URL, inspect.example.com",
        "OPENINSPECT_PUBLIC_URL, https://user:secret@inspect.example.com",
        "OPENINSPECT_SANDBOX, safe",
        "OPENINSPECT_LOCAL_REPOSITORY_ROOTS, srv/git",
        "OPENINSPECT_DEMO_REPOSITORY, demo.git",
        "OPENINSPECT_ADMIN_EMAIL, nobody",
        "OPENINSPECT_TURN_LIMIT_SECONDS, 59",
        "OPENINSPECT_PROGRESS_LIMIT_SECONDS, 29",
        "OPENINSPECT_BOOT_PROGRESS_LIMIT_SECONDS, 7201",
        "OPENINSPECT_STOP_LIMIT_SECONDS, 0",
        "OPENINSPECT_HEARTBEAT_LIMIT_SECONDS, 30",
        "OPENINSPECT_IDLE_LIMIT_SECONDS, 9",
        "OPENINSPECT_MAX_SANDBOXES, -1",
        "OPENINSPECT_SANDBOX_MEMORY_MIB, 511",
        "OPENINSPECT_SANDBOX_CPUS, NaN",
        "OPENINSPECT_SANDBOX_PROCESSES, 63",
        "OPENINSPECT_HOOK_INBOX_LIMIT_MIB, 0",
        "OPENINSPECT_ARTIFACTS_SESSION_LIMIT_MIB, 0",
        "OPENINSPECT_ARTIFACTS_LIMIT_MIB, 1048577",
        "OPENINSPECT_SANDBOX_NETWORKS, 10.1.2.0",
        "OPENINSPECT_SANDBOX_NETWORKS, 10.1.2.0/33",
        "OPENINSPECT_SANDBOX_NETWORKS, example.com/8"
    })
    void a_value_beyond_its_limits_stops_the_start_and_names_the_variable(String variable, String value) {
        ConfiguredSettings settings = Environment.settings(variable, value);

        assertThatThrownBy(settings::check)
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(variable)
                .hasMessageNotContaining(value + " ");
    }

    @Test
    void the_first_password_is_read_from_its_file_while_it_is_there() throws IOException {
        ConfiguredSettings settings = Environment.settings("OPENINSPECT_KEYS", folder.toString());
        Files.writeString(folder.resolve("first-password"), "correct horse\n");

        assertThat(settings.firstAdministrator().password()).contains("correct horse");

        Files.delete(folder.resolve("first-password"));

        assertThat(settings.firstAdministrator().password()).isEmpty();
    }

    @Test
    void nobody_new_may_sign_in_by_the_code_host_unless_the_operator_names_somebody() {
        assertThat(Environment.settings().signInRules())
                .isEqualTo(new Settings.SignInRules(List.of(), List.of(), List.of(), Role.MEMBER));
        assertThat(Environment.settings(
                                "OPENINSPECT_SIGN_IN_LOGINS", "Ada, bob",
                                "OPENINSPECT_SIGN_IN_ORGANISATIONS", "Engines",
                                "OPENINSPECT_SIGN_IN_EMAIL_DOMAINS", "Corp.example",
                                "OPENINSPECT_SIGN_IN_ROLE", "viewer")
                        .signInRules())
                .isEqualTo(new Settings.SignInRules(
                        List.of("ada", "bob"), List.of("engines"), List.of("corp.example"), Role.VIEWER));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENINSPECT_SIGN_IN_LOGINS, a b",
        "OPENINSPECT_SIGN_IN_ORGANISATIONS, engines/looms",
        "OPENINSPECT_SIGN_IN_EMAIL_DOMAINS, @corp.example",
        "OPENINSPECT_SIGN_IN_EMAIL_DOMAINS, *",
        "OPENINSPECT_SIGN_IN_ROLE, admin"
    })
    void an_entry_that_could_be_meant_otherwise_stops_the_deployment(String variable, String value) {
        assertThatThrownBy(() -> Environment.settings(variable, value).signInRules())
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(variable);
    }
}
