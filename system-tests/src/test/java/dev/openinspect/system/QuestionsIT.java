package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an agent asks and reports, and a turn that waits for people. One session for all tests. */
@ExtendWith(LogsOnFailure.class)
class QuestionsIT {
    private static ApiClient author;
    private static String session;

    @BeforeAll
    static void begin() {
        author = Team.administrator().addPerson("Quirin Questioned", "member").client("write");
        session = author.createSession("Is asked").path("id").asText();
    }

    private static long last() {
        return author.session(session).path("lastSeq").asLong();
    }

    private static JsonNode asked(long after) {
        return author.event(session, after, "a question", event -> event.is("question"))
                .data();
    }

    private static String path(JsonNode question) {
        return "/sessions/" + session + "/questions/" + question.path("id").asText() + "/answer";
    }

    private static String said(String prompt) {
        return Log.answer(author.events(session), prompt);
    }

    @Test
    void the_turn_waits_and_goes_on_with_the_answer_of_a_person() {
        long before = last();
        String prompt = author.prompt(session, "demo: ask 120 Which colour? | red | green");
        JsonNode question = asked(before);
        assertThat(question.path("status").asText()).isEqualTo("open");
        assertThat(question.path("options").toString()).isEqualTo("[\"red\",\"green\"]");
        assertThat(author.promptOf(session, prompt).path("status").asText()).isEqualTo("running");

        Team.viewer()
                .client("read")
                .post(path(question), Map.of("answer", "red"))
                .expectProblem(403, "forbidden");
        author.post(path(question), Map.of("answer", " ")).expectProblem(400, "invalid_input");
        author.post(path(question), Map.of("answer", "x".repeat(4_001))).expectProblem(400, "invalid_input");
        JsonNode answered = author.post(path(question), Map.of("answer", "blue"))
                .expect(200)
                .json();
        author.post(path(question), Map.of("answer", "red")).expectProblem(409, "question_over");

        assertThat(answered.path("answeredBy").asText()).isEqualTo("Quirin Questioned");
        assertThat(author.ended(session, prompt).path("status").asText()).isEqualTo("completed");
        assertThat(said(prompt)).contains("Quirin Questioned answered: blue");
        assertThat(author.get("/sessions/" + session + "/questions")
                        .expect(200)
                        .json()
                        .at("/questions/0/answer")
                        .asText())
                .isEqualTo("blue");
        assertThat(author.eventsAfter(session, before).stream()
                        .filter(event -> event.is("question"))
                        .map(event -> event.data().path("status").asText()))
                .containsExactly("open", "answered");
    }

    @Test
    void without_an_answer_in_time_the_turn_goes_on() {
        long before = last();
        String prompt = author.prompt(session, "demo: ask 10 Is anybody there?");
        JsonNode question = asked(before);

        assertThat(author.ended(session, prompt).path("status").asText()).isEqualTo("completed");

        assertThat(said(prompt)).contains("No answer");
        author.post(path(question), Map.of("answer", "Yes")).expectProblem(409, "question_over");
    }

    @Test
    void a_stop_withdraws_the_question() {
        long before = last();
        String prompt = author.prompt(session, "demo: ask 300 Shall I wait?");
        JsonNode question = asked(before);

        author.post("/sessions/" + session + "/stop", null).expect(202);

        assertThat(author.ended(session, prompt).path("status").asText()).isEqualTo("cancelled");
        Event over = author.event(
                session,
                before,
                "the end of the question",
                event -> event.is("question")
                        && !event.data().path("status").asText().equals("open"));
        assertThat(over.data().path("status").asText()).isEqualTo("withdrawn");
        author.post(path(question), Map.of("answer", "Yes")).expectProblem(409, "question_over");
    }

    @Test
    void a_status_stands_with_the_session_and_in_the_list() {
        String prompt = author.prompt(session, "demo: status Tests are green");

        assertThat(author.ended(session, prompt).path("status").asText()).isEqualTo("completed");

        assertThat(author.session(session).path("reportedStatus").asText()).isEqualTo("Tests are green");
        assertThat(author.get("/sessions?q=Is%20asked&mine=true")
                        .expect(200)
                        .json()
                        .at("/sessions/0/reportedStatus")
                        .asText())
                .isEqualTo("Tests are green");
        String tooLong = author.prompt(session, "demo: status " + "x".repeat(501));
        author.ended(session, tooLong);
        assertThat(said(tooLong)).contains("1 to 500 characters");
    }

    @Test
    void a_question_of_another_session_is_not_found() {
        long before = last();
        String prompt = author.prompt(session, "demo: ask 10 Anybody?");
        String elsewhere = author.createSession("Another").path("id").asText();

        author.post(path(asked(before)).replace(session, elsewhere), Map.of("answer", "x"))
                .expectProblem(404, "not_found");

        author.ended(session, prompt);
    }
}
