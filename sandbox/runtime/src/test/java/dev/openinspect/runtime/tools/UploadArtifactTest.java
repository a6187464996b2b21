package dev.openinspect.runtime.tools;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.fixtures.ToolStandIn;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadArtifactTest {
    private static final String TAKEN = "{\"name\":\"page.png\",\"mediaType\":\"image/png\",\"bytes\":5}";

    @TempDir
    Path folder;

    private final Redactor redactor = new Redactor();
    private ToolStandIn controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new ToolStandIn();
        Files.writeString(folder.resolve("token"), "sandbox-token\n");
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private Tool.Answer call(String path, String title) throws InterruptedException {
        var door = new ToolDoor(controlPlane.url(), folder.resolve("token"));
        var tool = new UploadArtifact(() -> Optional.of(folder), door, redactor, Duration.ofMillis(10));
        return tool.call(Json.object().put("path", path).put("title", title));
    }

    @Test
    void a_file_of_the_repository_goes_as_it_is() throws Exception {
        controlPlane.says(201, TAKEN);
        Files.write(folder.resolve("page.png"), "\u0089PNG\0".getBytes(ISO_8859_1));

        var answer = call("page.png", "Before & after");

        assertThat(answer.failed()).isFalse();
        assertThat(answer.text()).contains("page.png (image/png, 5 bytes)");
        assertThat(controlPlane.addresses()).containsExactly("/tools/artifacts?name=page.png&title=Before+%26+after");
        assertThat(controlPlane.seen()).containsExactly("POST Bearer sandbox-token");
        assertThat(controlPlane.bodies()).singleElement().asString().endsWith("PNG\0");
    }

    @Test
    void secrets_are_taken_out_of_a_text() throws Exception {
        redactor.add(List.of("hunter2hunter2"));
        controlPlane.says(201, TAKEN);
        Files.writeString(folder.resolve("report.txt"), "x".repeat(20_000) + " key=hunter2hunter2\n");

        call(folder.resolve("report.txt").toString(), "");

        assertThat(controlPlane.bodies().getFirst()).doesNotContain("hunter2").endsWith(" key=" + Redactor.MARK + "\n");
    }

    @Test
    void a_control_plane_that_is_away_for_a_moment_is_asked_again() throws Exception {
        controlPlane.isAway().says(503, "{}").says(201, TAKEN);
        Files.writeString(folder.resolve("a.txt"), "a");

        assertThat(call("a.txt", "").failed()).isFalse();

        assertThat(controlPlane.bodies()).containsExactly("a", "a", "a");
    }

    @Test
    void a_refusal_is_told_with_its_reason_and_not_repeated() throws Exception {
        controlPlane.says(413, "{\"code\":\"file_too_large\",\"detail\":\"A file of this type has at most 10 MiB.\"}");
        Files.writeString(folder.resolve("a.txt"), "a");

        assertThat(call("a.txt", "")).isEqualTo(Tool.Answer.failed("A file of this type has at most 10 MiB."));

        assertThat(controlPlane.seen()).hasSize(1);
    }

    @Test
    void what_is_no_file_or_too_large_is_not_sent() throws Exception {
        Files.createFile(folder.resolve("empty"));
        try (var large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(UploadArtifact.LARGEST_BYTES + 1);
        }

        for (var path : List.of("missing", ".", "empty", "large", "a\0b", ""))
            assertThat(call(path, "").failed()).as(path).isTrue();

        assertThat(controlPlane.seen()).isEmpty();
    }
}
