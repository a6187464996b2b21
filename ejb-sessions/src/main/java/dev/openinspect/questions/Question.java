package dev.openinspect.questions;

import dev.openinspect.persistence.OptionalIdConverter;
import dev.openinspect.questions.QuestionStatus.Trigger;
import dev.openinspect.repositories.LinesConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A question of the agent: open, then answered, expired or withdrawn, and never anything else again. */
@Entity
public class Question {
    @Id
    UUID id;

    @Column(name = "session_id")
    UUID sessionId;

    @Column(name = "prompt_id")
    UUID promptId;

    int generation;

    @Enumerated(EnumType.STRING)
    QuestionStatus status;

    String text;

    @Convert(converter = LinesConverter.class)
    List<String> options;

    @Column(name = "asked_at")
    Instant askedAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Nullable
    String answer;

    @Convert(converter = OptionalIdConverter.class)
    @Column(name = "answered_by")
    @Nullable
    UUID answeredBy;

    @Column(name = "closed_at")
    @Nullable
    Instant closedAt;

    @Version
    int version;

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Question() {}

    Question(QuestionWish wish, UUID sessionId, UUID promptId, int generation, Instant now) {
        this.id = wish.id();
        this.sessionId = sessionId;
        this.promptId = promptId;
        this.generation = generation;
        this.status = QuestionStatus.OPEN;
        this.text = wish.text();
        this.options = wish.options();
        this.askedAt = now;
        this.expiresAt = now.plus(wish.patience());
    }

    /** Takes the answer; the caller has looked whether it still may. */
    void answer(String words, UUID personId, Instant now) {
        move(Trigger.ANSWER, now);
        answer = words;
        answeredBy = personId;
    }

    /** Ends it without an answer. */
    void end(Trigger trigger, Instant now) {
        if (trigger == Trigger.ANSWER) {
            throw new IllegalArgumentException("an answer needs words");
        }
        move(trigger, now);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    private void move(Trigger trigger, Instant now) {
        QuestionStatus from = status;
        status = QuestionStatus.TABLE
                .next(from, trigger)
                .orElseThrow(() -> new IllegalStateException("a question that is " + from + " cannot " + trigger));
        closedAt = now;
    }
}
