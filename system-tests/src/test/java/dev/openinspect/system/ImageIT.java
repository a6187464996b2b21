package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a first session or a build leaves is what later sessions begin with; what it holds and how it is made: docs/images.md. */
@ExtendWith(LogsOnFailure.class)
class ImageIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SETUP_SECONDS = 8;

    private final Installation installation = Installation.running();
    private final ApiClient administrator = ApiClient.administrator();
    private final String repository = "image-" + Long.toString(System.nanoTime(), 36);

    @TempDir
    Path tree;

    @Test
    void a_second_session_begins_with_what_the_first_one_set_up() throws IOException {
        register("sleep " + SETUP_SECONDS + "; echo installed > /usr/local/share/tool; echo made > made.txt");
        String first = session();
        say(first, "demo: say hello");
        assertThat(phase(first, "image", "completed")).isPresent();
        JsonNode baseline = image("baseline", "ready");
        assertThat(baseline.path("cause").asText()).isEqualTo("first_setup");
        assertThat(baseline.path("bytes").asLong()).isPositive();
        commit("new.txt", "new\n");

        String second = session();
        String said = say(second, "demo: bash cat /usr/local/share/tool made.txt new.txt; git status --porcelain");

        assertThat(said).contains("installed\\nmade\\nnew").contains("?? made.txt");
        assertThat(phase(second, "sync", "completed")
                        .orElseThrow()
                        .path("image")
                        .asText())
                .isEqualTo(first);
        assertThat(phase(second, "setup", "completed")
                        .orElseThrow()
                        .path("reason")
                        .asText())
                .contains("before");
    }

    @Test
    void an_image_is_built_ahead_with_a_live_log_and_wins_over_the_baseline() throws IOException {
        register("echo setting up; sleep 3; echo set up");
        administrator
                .patch("/repositories/" + repository, Map.of("buildCommand", "echo building; echo built > /opt/built"))
                .expect(200);

        JsonNode building = administrator.post(images(), null).expect(202).json();
        administrator.post(images(), null).expectProblem(409, "conflict");
        String log = log(building.path("id").asText());

        assertThat(log).contains("=== setup started\n", "setting up\nset up\n", "building\n", "=== build completed");
        JsonNode ready = image("prebuilt", "ready");
        assertThat(ready.path("id")).isEqualTo(building.path("id"));
        assertThat(ready.path("headCommit").asText()).hasSize(40);
        String session = session();
        assertThat(say(session, "demo: bash cat /opt/built")).contains("built");
        assertThat(phase(session, "image", "started")).as("another image").isEmpty();
        assertThat(administrator.get("/sessions?q=Image&limit=200").expect(200).text())
                .doesNotContain("\"title\":\"Image\"");
    }

    @Test
    void a_build_that_fails_says_why_and_leaves_the_older_image_in_use() throws IOException {
        register("true");
        administrator.post(images(), null).expect(202);
        JsonNode older = image("prebuilt", "ready");
        administrator
                .patch("/repositories/" + repository, Map.of("buildCommand", "echo no compiler; exit 4"))
                .expect(200);

        JsonNode building = administrator.post(images(), null).expect(202).json();
        String log = log(building.path("id").asText());
        JsonNode failed = image("prebuilt", "failed");

        assertThat(log).contains("no compiler\n", "The build command ended with code 4");
        assertThat(failed.path("reason").asText()).startsWith("boot_failed: build: ");
        assertThat(image("prebuilt", "ready").path("id")).isEqualTo(older.path("id"));
    }

    @Test
    void a_setup_that_leaves_a_secret_leaves_no_image() throws IOException {
        register(
                "folder=$(find /usr/share -mindepth 2 -type d -print -quit); printf %s \"$CANARY\" | base64 > \"$folder/.config-of-a-tool\"");
        String canary = "canary-" + Long.toString(System.nanoTime(), 36) + "-value";
        administrator
                .send("PUT", "/repositories/" + repository + "/secrets/CANARY", ApiClient.text(Map.of("value", canary)))
                .expect(200);

        String session = session();
        say(session, "demo: say hello");
        administrator.post(images(), null).expect(202);
        JsonNode failed = image("prebuilt", "failed");

        Event refused = administrator.event(
                session, 0, "the warning", event -> event.text().contains("image_refused"));
        assertThat(refused.text())
                .contains("/usr/share/", ".config-of-a-tool", "CANARY")
                .doesNotContain(canary);
        assertThat(failed.path("reason").asText())
                .startsWith("boot_failed: image: ")
                .contains("CANARY");
        assertThat(administrator.get(images()).expect(200).text()).doesNotContain("\"ready\"");
    }

    @Test
    void rules_are_checked_and_belong_to_administrators() throws IOException {
        register("true");

        administrator
                .patch("/repositories/" + repository, Map.of("prebuildMinutes", 4))
                .expectProblem(400, "invalid_input");
        JsonNode changed = administrator
                .patch("/repositories/" + repository, Map.of("prebuild", true, "prebuildMinutes", 1_440))
                .expect(200)
                .json();
        assertThat(changed.path("prebuild").asBoolean()).isTrue();
        assertThat(changed.path("prebuildMinutes").asInt()).isEqualTo(1_440);
        ApiClient viewer = Team.viewer().client("write");
        viewer.post(images(), null).expectProblem(403, "forbidden");
        viewer.get(images()).expect(200);
        // Switched on, it is looked at now.
        assertThat(image("prebuilt", "ready").path("cause").asText()).isEqualTo("schedule");
    }

    private String images() {
        return "/repositories/" + repository + "/images";
    }

    private String session() {
        return administrator
                .post("/sessions", Map.of("repository", repository, "title", "With an image"))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    /** Everything that the log says from here to the end of the prompt. */
    private String say(String session, String text) {
        JsonNode row = administrator.ended(session, administrator.prompt(session, text));
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        return String.join(
                "\n", administrator.events(session).stream().map(Event::text).toList());
    }

    private JsonNode image(String kind, String status) {
        return Await.until(LIMIT, "an image of kind " + kind + " that is " + status, () -> StreamSupport.stream(
                        administrator
                                .get(images())
                                .expect(200)
                                .json()
                                .path("images")
                                .spliterator(),
                        false)
                .filter(image -> image.path("kind").asText().equals(kind)
                        && image.path("status").asText().equals(status))
                .findFirst());
    }

    /** Reads the log piece by piece until the build has ended. */
    private String log(String image) {
        StringBuilder log = new StringBuilder();
        long[] after = {0};
        return Await.until(LIMIT, "the end of the build's log", () -> {
            JsonNode piece = administrator
                    .get(images() + "/" + image + "/log?after=" + after[0])
                    .expect(200)
                    .json();
            assertThat(piece.path("from").asLong()).isEqualTo(after[0]);
            log.append(piece.path("text").asText());
            after[0] = piece.path("next").asLong();
            return piece.path("finished").asBoolean() ? Optional.of(log.toString()) : Optional.empty();
        });
    }

    private Optional<JsonNode> phase(String session, String phase, String status) {
        return administrator.events(session).stream()
                .filter(event -> event.is("boot_phase"))
                .map(Event::data)
                .filter(data -> data.path("phase").asText().equals(phase)
                        && data.path("status").asText().equals(status))
                .findFirst();
    }

    private void register(String setup) throws IOException {
        git("init", "--quiet", "--initial-branch=main");
        Path hooks = Files.createDirectories(tree.resolve(".openinspect"));
        Files.writeString(hooks.resolve("setup.sh"), setup + "\n");
        Path bare = installation.demoRepository().resolveSibling(repository + ".git");
        git("add", "--all");
        git("-c", "user.name=Seed", "-c", "user.email=seed@example.org", "commit", "-qm", "Seed");
        run("git", "clone", "--quiet", "--bare", tree.toString(), bare.toString());
        git("remote", "add", "origin", bare.toString());
        administrator
                .post("/repositories", Map.of("name", repository, "url", bare.toString()))
                .expect(201);
    }

    private void commit(String file, String text) throws IOException {
        Files.writeString(tree.resolve(file), text);
        git("add", "--all");
        git("-c", "user.name=Seed", "-c", "user.email=seed@example.org", "commit", "-qm", "More");
        git("push", "--quiet", "origin", "main");
    }

    private void git(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = tree.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        run(command);
    }

    private static String run(String... command) {
        return Command.run(LIMIT, Map.of(), List.of(command));
    }
}
