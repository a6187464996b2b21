package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietSystemTest {
    @TempDir
    Path folder;

    @Test
    void what_a_file_system_is_like_is_said_and_not_measured() throws Exception {
        QuietSystem.install();

        FS.FileStoreAttributes told = FS.FileStoreAttributes.get(folder);

        assertThat(told.getFsTimestampResolution()).isEqualTo(Duration.ofSeconds(1));
        assertThat(told.getMinimalRacyInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Files.list(folder)).isEmpty();
    }
}
