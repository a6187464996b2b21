package dev.openinspect.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Await;
import dev.openinspect.system.Command;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A backup taken in the middle of a turn becomes a second installation; each test looks at another side of it. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String TRACES =
            "mkdir -p /root/kept && cd /root/kept && echo kept-$((6 * 7)) > note && ln note link"
                    + " && chown 1234:4321 note && chmod 4750 note && truncate -s 5M sparse && ln -s /nowhere dangling && rm /usr/bin/rev";

    private final Installation first = Installation.running();
    private final SecondInstallation second = new SecondInstallation(60);
    private Person author;
    private ApiClient before;
    private ApiClient after;
    private String session;
    private String interrupted;
    private List<Event> log;

    @BeforeAll
    void a_working_installation_is_backed_up_and_restored(@TempDir Path folder) {
        author = ApiClient.administrator().addPerson("Berta Backup", "member");
        before = author.client("write");
        session = before.createSession("Backed up").path("id").asText();
        completed(before, "Please fix the failing test");
        completed(before, "demo: bash " + TRACES);
        completed(before, "demo: show README.md");
        log = before.events(session);
        interrupted = before.prompt(session, "demo: slow 12");
        before.event(session, log.getLast().seq(), "text of the turn", event -> event.isKind("text"));
        String file = folder.resolve("backup").toString();

        Command.run(LIMIT, first.environment(), List.of(first.script().toString(), "backup", file));

        assertThat(before.ended(session, interrupted).path("status").asText())
                .as("the turn that the backup held still for a moment")
                .isEqualTo("completed");
        second.run("restore", file).expect(0, "Restored");
        second.run("up").expect(0, "Ready");
        after = new ApiClient(second.installation().address(), before.token());
    }

    @AfterAll
    void end() {
        second.close();
    }

    @Test
    void all_sessions_are_there() {
        assertThat(titles(after)).containsAllEntriesOf(titles(before));
    }

    @Test
    void the_log_is_the_same_to_the_letter() {
        assertThat(after.events(session).subList(0, log.size())).isEqualTo(log);
        JsonNode then = before.session(session);
        JsonNode now = after.session(session);
        for (String field : List.of("title", "repository", "workBranch", "baseCommit", "participants")) {
            assertThat(now.path(field)).as(field).isEqualTo(then.path(field));
        }
    }

    @Test
    void people_sign_in_with_their_passwords() {
        Person there = new Person(
                second.installation().address(), author.id(), author.name(), author.email(), author.password());

        assertThat(there.signIn()
                        .api("GET", "/me", null)
                        .expect(200)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo(author.name());
    }

    @Test
    void the_interrupted_prompt_runs_again_to_its_end() {
        assertThat(after.ended(session, interrupted).path("status").asText()).isEqualTo("completed");
        assertThat(after.events(session).stream()
                        .filter(event -> event.promptId().equals(interrupted) && event.is("prompt_finished")))
                .hasSize(1);
    }

    @Test
    void the_conversation_goes_on_in_the_kept_layer() {
        String answer = completed(
                after,
                "demo: bash cd /root/kept && cat note && stat -c '%h %u:%g %a' link && du -k sparse && readlink dangling"
                        + " && ls /usr/bin/rev; git -C /workspace/demo log --format=%H");

        assertThat(answer)
                .contains("kept-42", "2 1234:4321 4750", "0\tsparse", "/nowhere", "'/usr/bin/rev': No such file")
                .contains(before.session(session)
                        .path("artifacts")
                        .path(0)
                        .path("detail")
                        .asText());
        // The three before the backup, the interrupted one, the one above, this one.
        assertThat(completed(after, "demo: count")).matches("(?s).*prompt number ([6-9]|\\d\\d).*");
    }

    @Test
    void a_file_that_the_agent_showed_is_there() {
        String path = StreamSupport.stream(
                        before.session(session).path("artifacts").spliterator(), false)
                .filter(artifact -> artifact.path("name").asText().equals("README.md"))
                .map(artifact -> "/sessions/" + session + "/artifacts/"
                        + artifact.path("id").asText() + "/content")
                .findFirst()
                .orElseThrow();

        assertThat(after.get(path).expect(200).text())
                .isEqualTo(before.get(path).expect(200).text())
                .contains("#");
    }

    @Test
    void the_demo_repository_has_the_pushed_work() {
        assertThat(branches(second.installation().demoRepository()))
                .containsAllEntriesOf(branches(first.demoRepository()).entrySet().stream()
                        .filter(branch -> branch.getKey().contains(session.substring(0, 8)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .containsKey("main");
    }

    @Test
    void work_can_be_pushed_from_there() {
        String work = completed(
                after, "demo: bash cd /workspace/demo && git commit -q --allow-empty -m more && git rev-parse HEAD");

        String branch = after.session(session).path("workBranch").asText();
        Await.that(
                LIMIT,
                "the commit is in the remote",
                () -> work.contains(
                        branches(second.installation().demoRepository()).get(branch)));
    }

    /** Prompts, waits for the completed answer and returns its text. */
    private String completed(ApiClient api, String text) {
        String prompt = api.prompt(session, text);
        JsonNode row = api.ended(session, prompt);
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        return api.events(session).stream()
                .filter(event -> event.promptId().equals(prompt) && event.isKind("text"))
                .map(event -> event.data().path("text").asText())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> titles(ApiClient api) {
        return StreamSupport.stream(
                        api.get("/sessions?limit=200")
                                .expect(200)
                                .json()
                                .path("sessions")
                                .spliterator(),
                        false)
                .filter(row -> row.path("title").asText().equals("Backed up"))
                .collect(Collectors.toMap(row -> row.path("id").asText(), row -> row.path("createdAt")
                        .asText()));
    }

    private static Map<String, String> branches(Path repository) {
        return Command.run(
                        LIMIT,
                        Map.of(),
                        List.of(
                                "git",
                                "-c",
                                "safe.directory=*",
                                "-C",
                                repository.toString(),
                                "for-each-ref",
                                "--format=%(refname:short) %(objectname)",
                                "refs/heads"))
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }
}
