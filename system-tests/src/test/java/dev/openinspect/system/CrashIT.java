package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A power cut of the server and of the sandbox in the middle of a turn. Both hit the same session, so that the second finds the traces of the first. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private final Installation installation = Installation.running();
    private final ApiClient member = Team.member();
    private String session;

    @BeforeAll
    void a_conversation_has_begun() {
        session = Team.bootedSession("Crashes");
        Team.answered(session, "demo: bash echo kept-$((6 * 7)) > /workspace/note; git rev-parse --abbrev-ref HEAD");
    }

    @Test
    @Order(1)
    void a_turn_survives_the_death_of_the_server() {
        Person person = Team.administrator().addPerson("Paula Persistent", "viewer");
        Browser browser = person.signIn();
        String prompt = member.prompt(session, "demo: slow 20");
        List<Event> seen;
        try (StreamClient stream = StreamClient.open(member, session, 0)) {
            stream.awaitEvent(PATIENCE, "text of the turn", event -> isTextOf(event, prompt));

            installation.kill("payara");

            seen = stream.events();
        }
        installation.up();

        // A console that was open comes back like this: nobody has asked the new server for anything before.
        try (StreamClient first = StreamClient.open(member, session, seen.size())) {
            first.awaitFrame("state");
        }
        JsonNode row = member.ended(session, prompt);
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        List<Event> log = member.events(session);
        Log.assertGapless(log, 1);
        assertThat(log.subList(0, seen.size()))
                .as("what was shown before the crash")
                .isEqualTo(seen);
        assertCountsTo(log, prompt, 200);
        assertThat(log.stream().filter(event -> event.promptId().equals(prompt) && event.is("prompt_finished")))
                .hasSize(1);

        browser.page("/sessions/" + session).expect(200);
        browser.api("GET", "/me", null).expect(200);
        try (StreamClient resumed = StreamClient.open(member, session, seen.size())) {
            resumed.awaitSeq(PATIENCE, log.getLast().seq());
            assertThat(resumed.events().subList(0, log.size() - seen.size()))
                    .isEqualTo(log.subList(seen.size(), log.size()));
        }
    }

    @Test
    @Order(2)
    void the_conversation_goes_on_after_the_death_of_the_sandbox() {
        int generation =
                member.session(session).path("sandbox").path("generation").asInt();
        long before = member.session(session).path("lastSeq").asLong();
        String prompt = member.prompt(session, "demo: slow 8");
        member.event(session, before, "text of the turn", event -> isTextOf(event, prompt));

        assertThat(installation.killSandbox(session)).isPositive();

        JsonNode row = member.ended(session, prompt);
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        assertThat(member.session(session).path("sandbox").path("generation").asInt())
                .isEqualTo(generation + 1);
        List<Event> log = member.events(session);
        Log.assertGapless(log, 1);
        assertThat(log.stream()
                        .filter(event -> event.promptId().equals(prompt) && event.is("prompt_started"))
                        .map(event -> event.data().path("attempt").asInt()))
                .containsExactly(1, 2);
        assertCountsTo(log, prompt, 80);
        assertThat(answer("demo: bash cat /workspace/note")).contains("kept-42");
        // Two before the crashes, the one that survived the server, the one that was begun twice, the note: at least
        // this is the sixth.
        assertThat(number(answer("demo: count"))).isGreaterThanOrEqualTo(6);
    }

    @Test
    @Order(3)
    void the_session_goes_on_when_its_layer_cannot_be_used() throws IOException {
        Team.answered(session, "demo: bash echo pushed > pushed.txt; git add pushed.txt; git commit -qm 'Keep this'");
        installation.killSandbox(session);
        Path layer = installation.layer(session);
        Files.move(layer.resolve("dpkg"), layer.resolve("damaged"));

        String prompt = Team.answered(
                        session, "demo: bash cat pushed.txt; ls /workspace/note || echo no-$((6 * 7))-note")
                .path("id")
                .asText();

        List<Event> log = member.events(session);
        assertThat(Log.answer(log, prompt)).contains("pushed").contains("no-42-note");
        assertThat(log.stream().filter(event -> event.is("warning")))
                .anyMatch(event -> event.data().path("code").asText().equals("layer_lost"));
        Log.assertGapless(log, 1);
    }

    /** The numbers 1 to {@code last} were said in one part, each once; a part that the crash cut off stays, as far as it came. */
    private static void assertCountsTo(List<Event> log, String prompt, int last) {
        List<String> texts = Log.assertWholeTexts(log, prompt, "text");
        assertThat(texts).isNotEmpty();
        assertThat(texts.getLast()).contains(" " + last);
    }

    private String answer(String text) {
        String prompt = Team.answered(session, text).path("id").asText();
        return Log.answer(member.events(session), prompt);
    }

    private static int number(String answer) {
        return Integer.parseInt(answer.replaceAll("(?s).*This is prompt number (\\d+) .*", "$1"));
    }

    private static boolean isTextOf(Event event, String prompt) {
        return event.promptId().equals(prompt) && event.isKind("text");
    }
}
