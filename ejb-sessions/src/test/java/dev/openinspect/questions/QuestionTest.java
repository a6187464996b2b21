package dev.openinspect.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.questions.QuestionStatus.Trigger;
import dev.openinspect.refusals.Refused;
import dev.openinspect.transitions.Transitions.Row;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final UUID ADA = new UUID(9, 9);

    static Stream<Row<QuestionStatus, Trigger>> rows() {
        return QuestionStatus.TABLE.rows().stream();
    }

    private static Question question(QuestionStatus status) {
        Question question =
                new Question(wish("Which colour?", List.of("red"), 60), new UUID(1, 1), new UUID(2, 2), 1, NOW);
        question.status = status;
        return question;
    }

    private static QuestionWish wish(String text, List<String> options, int seconds) {
        return QuestionWish.of(new UUID(3, 3), text, options, seconds);
    }

    private static void move(Question question, Trigger trigger) {
        if (trigger == Trigger.ANSWER) {
            question.answer("red", ADA, NOW);
        } else {
            question.end(trigger, NOW);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_question_moves_as_its_table_says(Row<QuestionStatus, Trigger> row) {
        Question question = question(row.from());

        move(question, row.trigger());

        assertThat(question.status).isEqualTo(row.to());
        assertThat(question.closedAt).isEqualTo(NOW);
    }

    @Test
    void a_question_refuses_every_move_that_its_table_does_not_name() {
        for (QuestionStatus from : QuestionStatus.values()) {
            for (Trigger trigger : Trigger.values()) {
                if (QuestionStatus.TABLE.next(from, trigger).isEmpty()) {
                    Question question = question(from);
                    assertThatThrownBy(() -> move(question, trigger)).isInstanceOf(IllegalStateException.class);
                    assertThat(question.answer).isNull();
                }
            }
        }
    }

    @Test
    void an_answer_says_whose_it_is() {
        Question question = question(QuestionStatus.OPEN);

        question.answer("red", ADA, NOW);

        assertThat(question.answer).isEqualTo("red");
        assertThat(question.answeredBy).isEqualTo(ADA);
    }

    @Test
    void it_is_over_when_its_time_has_come_and_not_a_moment_before() {
        Question question = question(QuestionStatus.OPEN);

        assertThat(question.isOver(NOW.plusSeconds(60).minusMillis(1))).isFalse();
        assertThat(question.isOver(NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void wishes_beyond_a_limit_are_refused() {
        List<List<String>> options = List.of(
                Collections.nCopies(7, "x"),
                List.of("same", "same"),
                List.of(""),
                List.of("two\nlines"),
                List.of("x".repeat(201)));

        assertThat(options).allSatisfy(wrong -> assertThatThrownBy(() -> wish("Which?", wrong, 60))
                .isInstanceOf(Refused.class));
        assertThatThrownBy(() -> wish(" ", List.of(), 60)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> wish("x".repeat(4_001), List.of(), 60)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> wish("Which?", List.of(), 9)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> wish("Which?", List.of(), 3_601)).isInstanceOf(Refused.class);
    }

    @Test
    void what_is_left_out_has_a_default() {
        QuestionWish wish = QuestionWish.of(new UUID(3, 3), "Which?", null, null);

        assertThat(wish.options()).isEmpty();
        assertThat(wish.patience()).isEqualTo(QuestionWish.DEFAULT_PATIENCE);
    }
}
