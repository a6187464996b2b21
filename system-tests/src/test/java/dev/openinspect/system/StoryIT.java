package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** One prompt from the request to the branch in the remote. The turn runs once; each test looks at another side of it. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryIT {
    private final Installation installation = Installation.running();
    private Person author;
    private ApiClient api;
    private String session;
    private String prompt;
    private String mainBefore;
    private List<Event> events;

    @BeforeAll
    void one_prompt_runs_on_the_demo_repository() {
        mainBefore = git("rev-parse", "refs/heads/main");
        author = Team.administrator().addPerson("Ada Prompter", "member");
        api = author.client("write");
        session = api.createSession("New session").path("id").asText();
        JsonNode receipt = api.post("/sessions/" + session + "/prompts", Map.of("text", "Please fix the failing test"))
                .expect(202)
                .json();
        prompt = receipt.path("id").asText();
        assertThat(receipt.path("position").asInt()).isZero();
        JsonNode row = api.ended(session, prompt);
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        events = api.events(session);
    }

    @Test
    void the_log_has_no_gap_and_its_text_no_hole() {
        Log.assertGapless(events, 1);

        assertThat(Log.assertWholeTexts(events, prompt, "text")).isNotEmpty();
        assertThat(Log.assertWholeTexts(events, prompt, "reasoning")).isNotEmpty();
        assertThat(api.session(session).path("lastSeq").asLong())
                .isGreaterThanOrEqualTo(events.getLast().seq());
    }

    @Test
    void the_events_tell_the_story_in_order() {
        assertThat(events.stream()
                        .filter(event -> !event.is("sandbox_event") && !event.is("boot_phase"))
                        .map(Event::type)
                        .filter(type -> !type.equals("title") && !type.equals("participant_joined")))
                .containsSubsequence(
                        "session_status",
                        "prompt_queued",
                        "session_status",
                        "sandbox_spawning",
                        "sandbox_ready",
                        "prompt_started",
                        "branch_pushed",
                        "artifact_created",
                        "work",
                        "prompt_finished",
                        "session_status");
        assertThat(events.stream()
                        .filter(event -> event.is("boot_phase"))
                        .map(event -> event.data().path("phase").asText() + " "
                                + event.data().path("status").asText()))
                .contains("setup completed", "start completed", "agent completed", "ready completed")
                // A session that finds what an earlier one of the repository left begins with that.
                .containsAnyOf("clone completed", "sync completed");
        assertThat(events.stream().filter(event -> event.is("error") || event.is("warning")))
                .isEmpty();
    }

    @Test
    void every_tool_call_ends() {
        List<String> begun = parts("pending");
        assertThat(begun).isNotEmpty();
        assertThat(parts("completed")).containsAll(begun);
    }

    @Test
    void the_commit_names_the_person_and_the_bot() {
        String branch = "open-inspect/" + session.substring(0, 8);
        String pushed = git("for-each-ref", "--format=%(refname:short)", "refs/heads/" + branch + "*");
        assertThat(pushed).startsWith(branch).doesNotContain("\n");

        assertThat(git("log", "-1", "--format=%an <%ae>|%cn <%ce>", pushed))
                .isEqualTo(author.name() + " <" + author.email() + ">|Open-Inspect <bot@open-inspect.dev>");
        assertThat(git("rev-list", "--count", "main.." + pushed)).isEqualTo("1");
        Event event = events.stream()
                .filter(candidate -> candidate.is("branch_pushed"))
                .findFirst()
                .orElseThrow();
        assertThat(event.data().path("branch").asText()).isEqualTo(pushed);
        assertThat(event.data().path("commit").asText()).isEqualTo(git("rev-parse", pushed));
    }

    @Test
    void the_default_branch_is_untouched() {
        assertThat(git("rev-parse", "refs/heads/main")).isEqualTo(mainBefore);
    }

    @Test
    void the_session_is_at_rest_and_shows_what_came_of_it() {
        JsonNode row = api.session(session);

        assertThat(row.path("status").asText()).isEqualTo("completed");
        assertThat(row.path("repository").asText()).isEqualTo("demo");
        assertThat(row.path("branch").asText()).isEqualTo("main");
        assertThat(row.path("title").asText()).isNotEqualTo("New session").isNotEmpty();
        assertThat(row.path("sandbox").path("status").asText()).isEqualTo("ready");
        assertThat(row.path("sandbox").path("generation").asInt()).isEqualTo(1);
        assertThat(row.path("participants").get(0).path("name").asText()).isEqualTo(author.name());
        assertThat(row.path("artifacts").get(0).path("kind").asText()).isEqualTo("branch");
        JsonNode only = row.path("prompts").get(0);
        assertThat(only.path("author").path("name").asText()).isEqualTo(author.name());
        assertThat(only.path("text").asText()).isEqualTo("Please fix the failing test");
    }

    @Test
    void cost_and_tokens_are_the_sums_of_the_steps() {
        JsonNode row = api.promptOf(session, prompt);
        long input = steps(step -> step.path("tokens").path("input").asLong());
        // Reasoning is output that is paid for.
        long output = steps(step -> step.path("tokens").path("output").asLong()
                + step.path("tokens").path("reasoning").asLong());
        assertThat(input).isPositive();

        assertThat(row.path("tokens").path("input").asLong()).isEqualTo(input);
        assertThat(row.path("tokens").path("output").asLong()).isEqualTo(output);
        assertThat(new BigDecimal(row.path("cost").asText())).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(api.session(session).path("tokens")).isEqualTo(row.path("tokens"));
    }

    private long steps(ToLongFunction<JsonNode> value) {
        return events.stream()
                .filter(event -> event.isKind("step"))
                .map(Event::data)
                .filter(data -> data.path("phase").asText().equals("finished"))
                .mapToLong(value)
                .sum();
    }

    private List<String> parts(String status) {
        return events.stream()
                .filter(event -> event.isKind("tool"))
                .filter(event -> event.data().path("status").asText().equals(status))
                .map(event -> event.data().path("part").asText())
                .distinct()
                .toList();
    }

    private String git(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                "git",
                "-c",
                "safe.directory=*",
                "-C",
                installation.demoRepository().toString()));
        command.addAll(List.of(arguments));
        return Command.run(Duration.ofSeconds(30), Map.of(), command).strip();
    }
}
