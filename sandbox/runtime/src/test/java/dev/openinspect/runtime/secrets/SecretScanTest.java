package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.runtime.secrets.SecretScan.Found;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretScanTest {
    private static final String CANARY = "c@nary/Value+4711";
    private static final Map<String, List<String>> SECRETS = Map.of("API_KEY", List.of(CANARY));

    @TempDir
    Path folder;

    private Optional<Found> scan(Instant since, Path... passed) throws IOException {
        return new SecretScan(SECRETS, List.of(passed), since, Duration.ofMinutes(1), Clock.systemUTC(), () -> {})
                .below(List.of(folder));
    }

    private Optional<Found> scan() throws IOException {
        return scan(Instant.EPOCH);
    }

    @Test
    void a_secret_is_found_in_whatever_form_it_was_written() throws Exception {
        var bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        for (var form : List.of(
                CANARY,
                "//registry.example/:_authToken=" + CANARY,
                URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(("user:" + CANARY).getBytes(StandardCharsets.UTF_8)),
                HexFormat.of().formatHex(bytes),
                "{\"key\":\"" + CANARY.replace("/", "\\/") + "\"}")) {
            var file = folder.resolve("deep/er/file");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "before\n" + form + "\nafter");

            assertThat(scan()).as(form).contains(new Found(file, "API_KEY"));
        }
    }

    @Test
    void a_clean_tree_holds_none() throws Exception {
        Files.writeString(folder.resolve("a"), "c@nary/Value+4712");
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));

        assertThat(scan()).isEmpty();
    }

    @Test
    void names_and_targets_of_links_are_looked_at_too() throws Exception {
        var link = folder.resolve("link");
        Files.createSymbolicLink(link, Path.of("/somewhere/" + CANARY));
        assertThat(scan()).contains(new Found(link, "API_KEY"));
        Files.delete(link);

        var named = Files.createDirectory(folder.resolve(
                "x-" + CANARY.replace("/", "%2F").replace("+", "%2B").replace("@", "%40")));
        assertThat(scan()).contains(new Found(named, "API_KEY"));
    }

    @Test
    void what_is_older_than_the_sandbox_is_not_read_again_but_a_moved_file_is_new() throws Exception {
        var old = Files.writeString(folder.resolve("old"), CANARY);
        var since = changed(old).plusNanos(1);
        assertThat(scan(since)).isEmpty();

        var moved = folder.resolve("moved");
        // The file system's clock ticks slowly.
        do {
            Files.move(old, moved);
            Files.move(moved, old);
        } while (changed(old).isBefore(since));
        Files.move(old, moved);

        assertThat(Files.getLastModifiedTime(moved).toInstant()).isBefore(since);
        assertThat(scan(since)).contains(new Found(moved, "API_KEY"));
    }

    private static Instant changed(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
    }

    @Test
    void what_is_no_part_of_an_image_is_passed_over() throws Exception {
        var logs = Files.createDirectory(folder.resolve("logs"));
        Files.writeString(logs.resolve("setup.log"), CANARY);
        var file = Files.writeString(folder.resolve("work.index"), CANARY);

        assertThat(scan(Instant.EPOCH, logs, file)).isEmpty();
        assertThat(scan(Instant.EPOCH, logs)).contains(new Found(file, "API_KEY"));
    }

    @Test
    void a_secret_across_the_end_of_the_buffer_is_found_wherever_it_begins() throws Exception {
        var needles = new ByteNeedles(SECRETS);
        var canary = CANARY.getBytes(StandardCharsets.UTF_8);
        for (var before = 128 * 1024 - 64; before < 128 * 1024 + 8; before++) {
            var bytes = new byte[before + canary.length + 300_000];
            Arrays.fill(bytes, (byte) 'c');
            System.arraycopy(canary, 0, bytes, before, canary.length);

            assertThat(needles.in(new ByteArrayInputStream(bytes)))
                    .as("after %s bytes", before)
                    .contains("API_KEY");
        }
    }

    @Test
    void short_values_are_no_secrets() throws Exception {
        Files.writeString(folder.resolve("a"), "true");

        var scan = new SecretScan(
                Map.of("FLAG", List.of("true")),
                List.of(),
                Instant.EPOCH,
                Duration.ofMinutes(1),
                Clock.systemUTC(),
                () -> {});

        assertThat(scan.below(List.of(folder))).isEmpty();
    }

    @Test
    void it_gives_up_when_there_is_too_much() throws Exception {
        for (var n = 0; n < 1_001; n++) Files.createFile(folder.resolve("f" + n));
        InstantSource racing = new InstantSource() {
            private Instant now = Instant.EPOCH;

            @Override
            public Instant instant() {
                now = now.plusSeconds(60);
                return now;
            }
        };

        var scan = new SecretScan(
                SECRETS, List.of(), Instant.EPOCH, Duration.ofSeconds(59), racing.withZone(ZoneOffset.UTC), () -> {});

        assertThatThrownBy(() -> scan.below(List.of(folder))).hasMessageContaining("longer than 59 s");
    }
}
