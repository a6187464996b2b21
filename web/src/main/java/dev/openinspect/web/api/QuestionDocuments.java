package dev.openinspect.web.api;

import dev.openinspect.questions.QuestionView;
import dev.openinspect.web.json.Document;

/** A question as the API and the tools show it. */
public final class QuestionDocuments {
    private QuestionDocuments() {}

    public static Document of(QuestionView question) {
        return new Document()
                .with("id", question.id())
                .with("promptId", question.promptId())
                .with("status", question.status())
                .with("question", question.text())
                .withTexts("options", question.options())
                .with("askedAt", question.askedAt())
                .with("expiresAt", question.expiresAt())
                .with("answer", question.answer())
                .with("answeredBy", question.answeredBy());
    }
}
