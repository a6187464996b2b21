package dev.openinspect.questions;

import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The events of a question: one when it is asked, one when it is over. Each says all of it, so that either alone can be read. */
final class QuestionEvents {
    private QuestionEvents() {}

    /** @param person the name of whoever answered, or null */
    static NewEvent changed(Question question, @Nullable String person, Instant now) {
        EventData data = new EventData()
                .with("id", question.id)
                .with("status", question.status.name().toLowerCase(Locale.ROOT))
                .with("question", question.text)
                .withTexts("options", question.options)
                .with("expiresAt", question.expiresAt)
                .with("answer", question.answer);
        if (question.answeredBy != null && person != null) {
            data.person("answeredBy", question.answeredBy, person);
        }
        return data.event(EventType.QUESTION, now, question.promptId);
    }
}
