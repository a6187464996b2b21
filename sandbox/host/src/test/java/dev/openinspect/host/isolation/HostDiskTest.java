package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.host.sandbox.DiskUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDiskTest {
    @Test
    void blocks_become_bytes() throws IOException {
        assertThat(HostDisk.parse("10 4096 7 100\n")).isEqualTo(new DiskUse(40_960, 7));
    }

    @Test
    void a_file_system_that_counts_no_files_has_any_number_of_them() throws IOException {
        assertThat(HostDisk.parse("10 4096 0 0\n").files()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void another_answer_is_an_error() {
        assertThatThrownBy(() -> HostDisk.parse("stat: cannot read")).isInstanceOf(IOException.class);
    }

    @Test
    void this_machine_answers(@TempDir Path folder) throws Exception {
        var free = new HostDisk(folder).free();

        assertThat(free.bytes()).isBetween(1L, Files.getFileStore(folder).getTotalSpace());
        assertThat(free.files()).isPositive();
    }
}
