package dev.openinspect.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    private static final String BUGGY_SOURCE = "15:   return minutesOfDay(end) - minutesOfDay(start);";
    private static final String FAILED = "✖ an entry may go past midnight (2.0ms)\nℹ pass 8\nℹ fail 1\n";
    private static final String PASSED = "ℹ pass 9\nℹ fail 0\n";
    private static final String DEMO_FILES =
            "/workspace/demo\nREADME.md\nbin/hours.js\nsrc/clock.js\ntest/midnight.test.js\n";

    @Test
    void in_the_demo_repository_the_bug_is_found_fixed_checked_and_committed() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("Fix the failing test");

        List<ToolCall> calls = conversation.work(ScriptTest::demoRepository);

        assertThat(calls)
                .extracting(ToolCall::tool)
                .containsExactly(
                        "todowrite", "bash", "read", "bash", "read", "read", "edit", "bash", "bash", "todowrite");
        assertThat(calls.get(6).arguments())
                .containsEntry("filePath", "/workspace/demo/src/clock.js")
                .containsEntry("oldString", "  return minutesOfDay(end) - minutesOfDay(start);");
        assertThat(conversation.answer())
                .startsWith("## The test passes")
                .contains("saw “an entry may go past midnight” fail", "| --- |", "```", "1. ran the tests")
                .contains("This is prompt number 1 of our conversation.");
    }

    @Test
    void a_fix_that_does_not_help_is_not_committed() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("Fix the failing test");

        List<ToolCall> calls = conversation.work(call -> step(call).equals("check") ? FAILED : demoRepository(call));

        assertThat(calls).extracting(ScriptTest::step).contains("check").doesNotContain("commit");
        assertThat(conversation.answer()).startsWith("## The tests still fail").contains("committed nothing");
    }

    @Test
    void a_demo_repository_without_its_bug_gets_a_note() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("Fix the failing test");

        List<ToolCall> calls = conversation.work(call -> step(call).equals("tests") ? PASSED : demoRepository(call));

        assertThat(calls)
                .extracting(ScriptTest::step)
                .contains("note", "commit")
                .doesNotContain("change");
    }

    @Test
    void in_any_other_repository_a_note_quotes_the_first_line_of_the_prompt() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("\n  What is this?\nTell me more.");

        List<ToolCall> calls = conversation.work(ScriptTest::otherRepository);

        assertThat(calls)
                .extracting(ToolCall::tool)
                .containsExactly("todowrite", "bash", "read", "write", "bash", "bash", "todowrite");
        assertThat(calls.get(3).arguments()).containsEntry("filePath", "/workspace/other/OPEN-INSPECT-DEMO.md");
        assertThat((String) calls.get(3).arguments().get("content"))
                .contains("> What is this?\n")
                .doesNotContain("more");
        assertThat(conversation.answer()).startsWith("## A note is committed").contains("> What is this?");
    }

    @Test
    void a_pull_request_is_asked_for_after_a_commit_with_the_tool_on_offer() {
        Conversation conversation =
                new Conversation(Set.of("bash", PullRequest.TOOL)).prompt("demo: pr Don't stop the clock");

        List<ToolCall> calls = conversation.work(call -> "done: " + call.tool());

        assertThat(calls).extracting(ToolCall::tool).containsExactly("bash", "open-inspect_create_pull_request");
        assertThat((String) calls.getFirst().arguments().get("command"))
                .contains("git commit --quiet -m 'Don'\\''t stop the clock'");
        assertThat(calls.getLast().arguments()).containsEntry("title", "Don't stop the clock");
        assertThat(conversation.answer()).isEqualTo("The tool said:\n\ndone: open-inspect_create_pull_request");
    }

    @Test
    void without_the_tool_there_is_no_pull_request() {
        Conversation conversation = new Conversation(Set.of("bash")).prompt("demo: pr Anything");

        assertThat(conversation.answer()).startsWith("There is no `open-inspect_create_pull_request` tool");
    }

    @Test
    void a_second_prompt_adds_to_the_note_and_knows_the_first() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("What is this?");
        conversation.work(ScriptTest::otherRepository);
        conversation.answer();
        conversation.prompt("And now?");

        List<ToolCall> calls = conversation.work(call ->
                step(call).equals("look") ? "/workspace/other\nREADME\nOPEN-INSPECT-DEMO.md\n" : otherRepository(call));

        assertThat(calls)
                .extracting(ScriptTest::step)
                .contains("notes", "append")
                .doesNotContain("note");
        assertThat(conversation.answer())
                .contains("This is prompt number 2 of our conversation.", "began with “What is this?”");
    }

    @Test
    void call_ids_never_repeat_in_a_conversation() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("one");
        List<ToolCall> first = conversation.work(ScriptTest::otherRepository);
        conversation.answer();

        List<ToolCall> second = conversation.prompt("two").work(ScriptTest::otherRepository);

        assertThat(first).extracting(ToolCall::id).doesNotHaveDuplicates();
        assertThat(second)
                .extracting(ToolCall::id)
                .doesNotContainAnyElementsOf(first.stream().map(ToolCall::id).toList());
    }

    @Test
    void tools_that_always_fail_still_lead_to_an_honest_answer() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("Work");

        conversation.work(call -> "Error: it does not work");

        assertThat(conversation.answer())
                .startsWith("## The note is not committed")
                .contains("which did not work");
    }

    @Test
    void a_tool_that_is_not_on_offer_is_not_called() {
        Conversation conversation = new Conversation(Set.of("bash", "write")).prompt("Work");

        List<ToolCall> calls = conversation.work(ScriptTest::otherRepository);

        assertThat(calls).extracting(ToolCall::tool).containsOnly("bash", "write");
    }

    @Test
    void without_tools_there_are_only_words() {
        Conversation conversation = new Conversation(Set.of()).prompt("Work");

        assertThat(conversation.answer()).contains("> Work", "prompt number 1");
    }

    @Test
    void quotes_in_a_prompt_stay_inside_the_commit_message() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("It's 'quoted'; rm -rf /");

        List<ToolCall> calls = conversation.work(ScriptTest::otherRepository);

        ToolCall commit = calls.stream()
                .filter(call -> step(call).equals("commit"))
                .findFirst()
                .orElseThrow();
        assertThat((String) commit.arguments().get("command"))
                .contains("'Prompt: It'\\''s '\\''quoted'\\''; rm -rf /'");
    }

    @Test
    void a_title_is_made_of_the_prompt() {
        ChatRequest request = new ChatRequest(
                DemoModel.MODEL,
                true,
                true,
                Set.of(),
                List.of(
                        new Message("system", "You are a title generator. You output ONLY a title.", ""),
                        new Message("user", "Generate a title for this conversation:\n", ""),
                        new Message("user", "\"fix the test that fails\ndemo: fail 500\"", "")),
                0);

        assertThat(Script.next(request, Instant.EPOCH)).isEqualTo(Reply.Answer.saying("Fix the test that fails"));
    }

    @Test
    void a_directive_stands_on_any_line() {
        Conversation conversation =
                new Conversation(Conversation.ALL_TOOLS).prompt("Hello\n  demo: say a\\n**b**  \nbye");

        assertThat(conversation.answer()).isEqualTo("a\n**b**");
    }

    @Test
    void an_unknown_directive_is_just_a_prompt() {
        assertThat(Directive.in("demo: dance\nthis demo: say x")).isEmpty();
    }

    @Test
    void a_directive_counts_for_its_own_prompt_only() {
        Conversation conversation = new Conversation(Conversation.ALL_TOOLS).prompt("demo: say first");
        conversation.answer();

        Reply next = conversation.prompt("Work").next();

        assertThat(next.kind()).isEqualTo("tool:todowrite");
    }

    @Test
    void the_command_of_a_prompt_is_run_exactly_and_its_output_is_the_answer() {
        Conversation conversation =
                new Conversation(Conversation.ALL_TOOLS).prompt("demo: bash echo \"a  b\" | tr a-z A-Z; echo 'x'");

        List<ToolCall> calls = conversation.work(call -> "A  B\nx\n");

        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().arguments()).containsEntry("command", "echo \"a  b\" | tr a-z A-Z; echo 'x'");
        assertThat(conversation.answer()).contains("```\nA  B\nx\n```");
    }

    @Test
    void slow_and_tokens_count_every_piece() {
        Reply.Answer slow =
                (Reply.Answer) new Conversation(Set.of()).prompt("demo: slow 3").next();
        Reply.Answer tokens = (Reply.Answer)
                new Conversation(Set.of()).prompt("demo: tokens 4").next();

        assertThat(slow.text()).hasSize(30);
        assertThat(slow.pause()).isEqualTo(Duration.ofMillis(100));
        assertThat(tokens.text()).containsExactly("1 ", "2 ", "3 ", "4 ");
        assertThat(tokens.pause()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"demo: slow 99999999, 36000", "demo: tokens 99999999, 200000", "demo: slow, 10", "demo: tokens -3, 1"})
    void numbers_have_a_limit(String prompt, int pieces) {
        Reply.Answer answer =
                (Reply.Answer) new Conversation(Set.of()).prompt(prompt).next();

        assertThat(answer.text()).hasSize(pieces);
    }

    @ParameterizedTest
    @CsvSource({"fail 500, 500", "fail 429, 429", "fail 401, 401", "fail, 500"})
    void a_failure_has_the_status_that_was_asked_for(String verb, int status) {
        Reply reply = new Conversation(Set.of()).prompt("demo: " + verb).next();

        assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class, failure -> assertThat(failure.status())
                .isEqualTo(status));
    }

    @Test
    void an_illness_ends_at_the_moment_that_the_prompt_names() {
        Instant end = Instant.parse("2026-11-23T20:30:00.500Z");
        Conversation asked = new Conversation(Set.of()).prompt("demo: fail 429 until " + end);

        assertThat(asked.nextAt(end.minusMillis(1)))
                .isInstanceOfSatisfying(Reply.Failure.class, failure -> assertThat(failure.status())
                        .isEqualTo(429));
        assertThat(asked.nextAt(end)).isEqualTo(Reply.Answer.saying("I was ill, and I am well again."));
        assertThat(new Conversation(Set.of()).prompt("demo: hang until " + end).nextAt(end.minusSeconds(300)))
                .isInstanceOfSatisfying(Reply.Silence.class, silence -> assertThat(silence.limit())
                        .isEqualTo(Duration.ofMinutes(5)));
        assertThat(new Conversation(Set.of())
                        .prompt("demo: fail 500 until 2026-99-99T00:00:00Z")
                        .nextAt(end))
                .isInstanceOf(Reply.Failure.class);
    }

    private static String step(ToolCall call) {
        return List.of(call.id().split("_", 3)).get(1);
    }

    private static String demoRepository(ToolCall call) {
        return Map.of(
                        "look", DEMO_FILES,
                        "tests", FAILED,
                        "source", BUGGY_SOURCE,
                        "check", PASSED,
                        "commit", "abc Count work past midnight\n src/clock.js | 4 +++-")
                .getOrDefault(step(call), "ok");
    }

    private static String otherRepository(ToolCall call) {
        return Map.of(
                        "look", "/workspace/other\nREADME\nsrc/main.c\nREADME\n",
                        "commit", "abc Leave a note\n OPEN-INSPECT-DEMO.md | 7 +++++++")
                .getOrDefault(step(call), "ok");
    }

    @Test
    void the_page_is_changed_looked_at_shown_and_committed() {
        Conversation conversation =
                new Conversation(Set.of("bash", Showing.UPLOAD, Showing.STATUS)).prompt("demo: page Don't <panic>");

        List<ToolCall> calls = conversation.work(call -> switch (call.id().replaceAll("call_|_\\d+", "")) {
            case "change" -> " page/index.html | 2 +-";
            case "photograph" -> "-rw-r--r-- 1 root root 20000 Nov 27 12:00 /tmp/hours-page.png";
            default -> "done";
        });

        assertThat(calls.stream().map(ToolCall::tool))
                .containsExactly(Showing.STATUS, "bash", "bash", Showing.UPLOAD, "bash", Showing.STATUS);
        assertThat(calls.get(1).arguments().get("command").toString()).contains("'Don'\\''t <panic>'");
        assertThat(calls.get(3).arguments()).containsEntry("path", "/tmp/hours-page.png");
        assertThat(conversation.answer()).startsWith("The page has the new words");
    }

    @Test
    void a_page_that_could_not_be_photographed_is_not_shown() {
        Conversation conversation =
                new Conversation(Set.of("bash", Showing.UPLOAD, Showing.STATUS)).prompt("demo: page New");

        List<ToolCall> calls = conversation.work(
                call -> call.id().startsWith("call_change") ? " page/index.html | 2 +-" : "chromium: not found");

        assertThat(calls.stream().map(ToolCall::tool)).doesNotContain(Showing.UPLOAD);
        assertThat(conversation.answer()).contains("could not show the page", "chromium: not found");
    }

    @Test
    void a_question_is_asked_with_its_options_and_patience() {
        Conversation conversation =
                new Conversation(Set.of("bash", Showing.ASK)).prompt("demo: ask 30 Which colour? | red | green");

        List<ToolCall> calls = conversation.work(call -> "Ada answered: red");

        assertThat(calls).singleElement().satisfies(call -> assertThat(call.arguments())
                .isEqualTo(
                        Map.of("question", "Which colour?", "options", List.of("red", "green"), "timeoutSeconds", 30)));
        assertThat(conversation.answer()).endsWith("Ada answered: red");
    }
}
