package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.host.sandbox.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BubblewrapArgumentsTest {
    private final List<String> arguments = BubblewrapArguments.of(
            new BubblewrapArguments.Programs(Path.of("/jdk"), Path.of("/runtime"), Path.of("/opencode")),
            Path.of("/state/run/x.1"),
            new Limits(1024, 2, 512, 1024, 10_000),
            Path.of("/state/mirrors/x.git"));

    @Test
    void capabilities_are_dropped_before_the_few_are_given_back() {
        assertThat(arguments).containsSubsequence("--cap-drop", "ALL", "--cap-add");
        assertThat(arguments)
                .doesNotContain("CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_SYS_PTRACE", "CAP_MKNOD");
    }

    @Test
    void the_hosts_programs_are_read_only_and_nothing_else_of_the_host_is_bound() {
        assertThat(arguments).containsSubsequence("--ro-bind", "/jdk", "/opt/openinspect/jdk");
        assertThat(arguments).containsSubsequence("--ro-bind", "/runtime", "/opt/openinspect/runtime");
        assertThat(arguments).containsSubsequence("--ro-bind", "/opencode", "/opt/openinspect/opencode");
        assertThat(arguments.stream().filter("--bind"::equals))
                .as("the root itself")
                .hasSize(1);
        assertThat(arguments).doesNotContain("--dev-bind", "--share-net", "--cap-keep");
    }

    @Test
    void a_mirror_is_read_only_and_may_be_gone() {
        assertThat(arguments)
                .containsSubsequence("--ro-bind-try", "/state/mirrors/x.git", "/run/openinspect/mirror.git")
                .containsOnlyOnce("/state/mirrors/x.git");
        assertThat(arguments.indexOf("--ro-bind-try")).isGreaterThan(arguments.lastIndexOf("--tmpfs"));
    }

    @Test
    void every_tmpfs_has_a_size() {
        for (var i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--tmpfs")) {
                assertThat(arguments.get(i - 2)).isEqualTo("--size");
                assertThat(Long.parseLong(arguments.get(i - 1))).isLessThanOrEqualTo(512L * 1024 * 1024);
            }
        }
    }

    @Test
    void the_environment_is_cleared_before_it_is_set() {
        assertThat(arguments.indexOf("--clearenv")).isPositive().isLessThan(arguments.indexOf("--setenv"));
    }

    @Test
    void the_file_for_bubblewrap_separates_by_nul() {
        assertThat(new String(BubblewrapArguments.bytes(List.of("--a", "b c")), StandardCharsets.UTF_8))
                .isEqualTo("--a\0b c\0");
    }
}
