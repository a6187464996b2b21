package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.host.sandbox.Limits;
import dev.openinspect.host.sandbox.SandboxKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On plain folders with the files that the kernel would put there; the real ones are met by LimitsHostIT. */
class ControlGroupsTest {
    private static final SandboxKey KEY = new SandboxKey(new UUID(1, 2), 3);

    @TempDir
    Path folder;

    @Test
    void no_folder_means_no_limit() {
        var groups = new ControlGroups(List.of());

        assertThat(groups.limitMemory() || groups.limitCpu() || groups.limitProcesses())
                .isFalse();
    }

    @Test
    void version_1_is_recognised_by_the_files_of_its_hierarchies() throws IOException {
        var memory = Files.createDirectory(folder.resolve("memory"));
        Files.writeString(memory.resolve("memory.limit_in_bytes"), "");
        var cpu = Files.createDirectory(folder.resolve("cpu"));
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), "");

        var groups = new ControlGroups(List.of(memory, cpu));

        assertThat(groups.limitMemory()).isTrue();
        assertThat(groups.limitCpu()).isTrue();
        assertThat(groups.limitProcesses()).isFalse();
    }

    @Test
    void version_2_is_recognised_by_what_it_hands_down() throws IOException {
        Files.writeString(folder.resolve("cgroup.subtree_control"), "memory pids\n");

        var groups = new ControlGroups(List.of(folder));

        assertThat(groups.limitMemory()).isTrue();
        assertThat(groups.limitCpu()).isFalse();
        assertThat(groups.limitProcesses()).isTrue();
    }

    @Test
    void the_limits_are_written_into_the_files_that_are_there() throws IOException {
        var group = Files.createDirectory(folder.resolve(KEY.toString()));
        for (var name : List.of("memory.max", "memory.swap.max", "cpu.max", "pids.max")) {
            Files.writeString(group.resolve(name), "");
        }

        assertThat(new ControlGroups(List.of(folder)).create(KEY, new Limits(512, 1.5, 100, 1024, 10_000)))
                .containsExactly(group);

        assertThat(group.resolve("memory.max")).hasContent("536870912");
        assertThat(group.resolve("memory.swap.max")).hasContent("0");
        assertThat(group.resolve("cpu.max")).hasContent("150000 100000");
        assertThat(group.resolve("pids.max")).hasContent("100");
        assertThat(group.resolve("memory.limit_in_bytes")).doesNotExist();
    }

    @Test
    void a_kill_for_memory_is_read_in_both_versions() throws IOException {
        var group = Files.createDirectory(folder.resolve(KEY.toString()));
        var groups = new ControlGroups(List.of(folder));

        Files.writeString(group.resolve("memory.events"), "low 0\noom 3\noom_kill 0\n");
        assertThat(groups.outOfMemory(KEY)).isFalse();
        Files.writeString(group.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        assertThat(groups.outOfMemory(KEY)).isTrue();
    }
}
