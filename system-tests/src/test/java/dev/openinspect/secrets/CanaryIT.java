package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.StreamClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository's hooks and its agent print the secrets that they have in every way that a shell knows; then the values are looked for in everything that the
 * installation keeps and shows, the files of the sandbox and their copy in a backup included: nobody wrote the values into a file there.
 */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PRINT = "printf '%s\\n' \"$CANARY_WORD\" \"$CANARY_KEY\" \"x$CANARY_WORD\";"
            + " printf '%q\\n' \"$CANARY_WORD\"; printf %s \"$CANARY_WORD\" | base64 -w0; echo;"
            + " printf %s \"x$CANARY_WORD\" | base64 -w0; echo; printf %s \"xy$CANARY_WORD\" | base64; printf %s \"$CANARY_KEY\" | base64;"
            + " printf %s \"$CANARY_WORD\" | od -An -v -tx1 | tr -d ' \\n'; echo; env | grep CANARY";

    /** Byte by byte, in whatever the files are; a search that fails is no clean one. */
    private static final String SEARCH = "LC_ALL=C grep --devices=skip -rlaF -f \"$1\" -- \"$2\" || [ $? -eq 1 ]";

    private final Installation installation = Installation.running();
    private final ApiClient administrator = ApiClient.administrator();
    private final Canaries canaries = Canaries.hatch();
    private final String repository = "canary-" + Long.toString(System.nanoTime(), 36);
    private String session;
    private String stream;
    private List<Event> log;

    @BeforeAll
    void secrets_are_printed(@TempDir Path tree) throws IOException {
        registerRepository(tree);
        put("/secrets/CANARY_WORD", canaries.loser());
        put(scope() + "/CANARY_WORD", canaries.word());
        administrator
                .post(scope() + "/import", Map.of("text", "# a key\nexport CANARY_KEY='" + canaries.key() + "'\n"))
                .expect(200);
        session = administrator
                .post("/sessions", Map.of("repository", repository, "title", "Canaries"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        try (StreamClient live = StreamClient.open(administrator, session, 0)) {
            answered("demo: bash " + PRINT);
            answered(
                    "demo: bash printf %s \"$CANARY_WORD\" | sha256sum; printf %s \"$CANARY_KEY\" | sha256sum;"
                            + " stat -c 'mode %a %U' /run/openinspect/secrets.env; findmnt -no FSTYPE -T /run/openinspect/secrets.env");
            log = administrator.events(session);
            live.awaitSeq(LIMIT, log.getLast().seq());
            stream = live.events().stream().map(Event::text).collect(Collectors.joining("\n"));
        }
    }

    @AfterAll
    void no_other_test_has_them() {
        administrator.delete("/secrets/CANARY_WORD").expect(204);
    }

    @Test
    void hooks_and_agent_have_them_and_the_repository_wins() {
        assertThat(said())
                .contains(Command.sha256(canaries.word()), Command.sha256(canaries.key()))
                .contains("mode 600 root", "tmpfs");
        assertThat(hookLogs()).contains("hook has 1 line").contains("[•••]");
    }

    @Test
    void the_events_and_the_live_stream_do_not_show_them() {
        clean("events", log.stream().map(Event::text).collect(Collectors.joining("\n")));
        clean("stream", stream);
        assertThat(stream).contains("[•••]");
    }

    @Test
    void the_api_does_not_show_them() {
        for (String path : List.of(
                "/sessions/" + session,
                "/sessions/" + session + "/artifacts",
                "/sessions/" + session + "/prompts",
                "/secrets",
                scope(),
                scope() + "/CANARY_WORD")) {
            clean(path, administrator.get(path).expect(200).text());
        }
    }

    @Test
    void log_files_do_not_have_them() throws IOException {
        try (Stream<Path> files = Files.walk(installation.data().resolve("logs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                clean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                clean(file + " as UTF-8", new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void no_command_line_has_them() {
        clean("command lines", Command.run(LIMIT, Map.of(), List.of("ps", "-eww", "-o", "args")));
    }

    @Test
    void a_backup_does_not_have_them_nor_its_copy_of_the_layer(@TempDir Path folder) throws IOException {
        Path backup = folder.resolve("backup");
        installation.script(LIMIT, "backup", backup.toString());
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        run("tar", "-xf", backup.toString(), "-C", unpacked.toString(), "--exclude=layers");
        run("tar", "-xf", unpacked.resolve("database.tar").toString(), "-C", unpacked.toString());
        Files.delete(unpacked.resolve("database.tar"));
        run(
                "sh",
                "-c",
                "cd \"$1\" && for file in *; do case $(head -c2 \"$file\" | od -An -tx1) in *'1f 8b'*) zcat \"$file\" > \"$file.txt\" && rm \"$file\" ;; esac; done",
                "sh",
                unpacked.toString());

        String rows = "";
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                clean(file.getFileName().toString(), text);
                rows += text;
            }
        }
        clean("keys", Files.readString(folder.resolve("backup.keys")));
        run("tar", "-xf", backup.toString(), "-C", folder.toString(), "layers/" + session + ".tar");
        Path layer = folder.resolve("layers").resolve(session + ".tar");
        assertThat(layer).isNotEmptyFile();
        assertThat(filesWithThem(layer, folder)).isEmpty();
        assertThat(rows).as("the envelopes are there").contains("CANARY_KEY", "oi1.");
    }

    @Test
    void no_file_of_the_layer_has_them(@TempDir Path folder) throws IOException {
        clean("logs of hooks", hookLogs());
        assertThat(run("find", installation.layer(session).toString(), "-name", "secrets.env"))
                .isEmpty();
        assertThat(run("find", installation.layer(session).toString(), "-name", "opencode.db"))
                .as("the conversation is among the files")
                .isNotEmpty();
        assertThat(filesWithThem(installation.layer(session), folder)).isEmpty();
    }

    /** Names of the files, one a line, that have a value in any form among their bytes. */
    private String filesWithThem(Path place, Path scratch) throws IOException {
        Path forms = scratch.resolve("forms");
        Files.write(forms, canaries.forms());
        assertThat(run("sh", "-c", SEARCH, "sh", forms.toString(), forms.toString()))
                .as("the search finds")
                .isNotEmpty();
        return run("sh", "-c", SEARCH, "sh", forms.toString(), place.toString());
    }

    private String hookLogs() {
        return run(
                "sh",
                "-c",
                "find \"$1\" -path '*/.open-inspect/logs/s*.log' -exec cat {} +",
                "sh",
                installation.layer(session).toString());
    }

    private void clean(String place, String text) {
        assertThat(canaries.foundIn(text)).as("a secret in %s", place).isEmpty();
    }

    private String said() {
        return log.stream()
                .filter(event -> event.isKind("text") || event.isKind("tool"))
                .map(Event::text)
                .collect(Collectors.joining("\n"));
    }

    private void answered(String text) {
        JsonNode row = administrator.ended(session, administrator.prompt(session, text));
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
    }

    private void put(String path, String value) {
        administrator.send("PUT", path, ApiClient.text(Map.of("value", value))).expect(200);
    }

    private String scope() {
        return "/repositories/" + repository + "/secrets";
    }

    private void registerRepository(Path tree) throws IOException {
        Path hooks = Files.createDirectories(tree.resolve(".openinspect"));
        for (String hook : List.of("setup.sh", "start.sh")) {
            Files.writeString(
                    hooks.resolve(hook),
                    "#!/bin/bash\necho \"hook has $(printf %s \"$CANARY_WORD\" | grep -c .) line\"\n" + PRINT + "\n");
        }
        Path bare = installation.demoRepository().resolveSibling(repository + ".git");
        run("git", "init", "--quiet", "--initial-branch=main", tree.toString());
        run("git", "-C", tree.toString(), "add", "--all");
        run(
                "git",
                "-C",
                tree.toString(),
                "-c",
                "user.name=Canary",
                "-c",
                "user.email=canary@example.org",
                "commit",
                "-qm",
                "Hooks");
        run("git", "clone", "--quiet", "--bare", tree.toString(), bare.toString());
        administrator
                .post("/repositories", Map.of("name", repository, "url", bare.toString()))
                .expect(201);
    }

    private static String run(String... command) {
        return Command.run(LIMIT, Map.of(), List.of(command));
    }
}
