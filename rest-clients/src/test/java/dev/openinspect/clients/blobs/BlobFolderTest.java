package dev.openinspect.clients.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.artifacts.Blobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final UUID SESSION = new UUID(1, 1);
    private static final UUID BLOB = new UUID(2, 2);

    @TempDir
    Path scratch;

    private Path root;
    private BlobFolder blobs;

    @BeforeEach
    void open() {
        root = scratch.resolve("blobs");
        blobs = new BlobFolder(root, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private String read(long offset) throws IOException {
        try (InputStream in = blobs.open(SESSION, BLOB, offset)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void what_is_stored_can_be_read_whole_and_from_anywhere() throws IOException {
        Blobs.Stored stored = blobs.store(SESSION, BLOB, bytes("hello world"), 11);

        assertThat(stored)
                .isEqualTo(new Blobs.Stored(11, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"));
        assertThat(read(0)).isEqualTo("hello world");
        assertThat(read(6)).isEqualTo("world");
        assertThat(read(11)).isEmpty();
    }

    @Test
    void only_the_servers_user_may_read_it() throws IOException {
        blobs.store(SESSION, BLOB, bytes("x"), 1);

        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(file.getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        });
    }

    @Test
    void a_stream_that_is_too_long_leaves_nothing() throws IOException {
        assertThatThrownBy(() -> blobs.store(SESSION, BLOB, bytes("hello"), 4)).isInstanceOf(Blobs.TooLarge.class);

        assertThat(files()).isEmpty();
    }

    @Test
    void a_stream_that_breaks_off_leaves_nothing() throws IOException {
        InputStream broken = new InputStream() {
            private int left = 3;

            @Override
            public int read() throws IOException {
                if (left-- > 0) {
                    return 'x';
                }
                throw new IOException("the connection broke");
            }
        };

        assertThatThrownBy(() -> blobs.store(SESSION, BLOB, broken, 100)).hasMessage("the connection broke");

        assertThat(files()).isEmpty();
        assertThatThrownBy(() -> blobs.open(SESSION, BLOB, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_session_goes_with_all_its_files_and_with_no_others() throws IOException {
        UUID other = new UUID(1, 2);
        blobs.store(SESSION, BLOB, bytes("a"), 1);
        blobs.store(SESSION, new UUID(2, 3), bytes("b"), 1);
        blobs.store(other, BLOB, bytes("c"), 1);

        blobs.deleteAll(SESSION);
        blobs.deleteAll(SESSION);

        assertThat(files()).singleElement().asString().contains(other.toString());
        assertThat(root.resolve(SESSION.toString())).doesNotExist();
    }

    @Test
    void deleting_one_that_is_not_there_is_fine() throws IOException {
        blobs.delete(SESSION, BLOB);
        blobs.store(SESSION, BLOB, bytes("a"), 1);
        blobs.delete(SESSION, BLOB);

        assertThatThrownBy(() -> blobs.open(SESSION, BLOB, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void what_an_interrupted_upload_left_goes_after_an_hour() throws IOException {
        blobs.deleteRemains();
        blobs.store(SESSION, BLOB, bytes("a"), 1);
        Path old = Files.writeString(root.resolve("incoming/old.part"), "x");
        Path fresh = Files.writeString(root.resolve("incoming/fresh.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(3_601)));
        Files.setLastModifiedTime(fresh, FileTime.from(NOW.minusSeconds(3_599)));

        blobs.deleteRemains();

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(read(0)).isEqualTo("a");
    }
}
