package dev.openinspect.web.tools;

import dev.openinspect.questions.QuestionWish;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.ProblemException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Questions as the agent's tool sends and names them. */
final class QuestionCall {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private QuestionCall() {}

    static QuestionWish wish(JsonBody body) {
        Fields fields = body.fields("id", "question", "options", "timeoutSeconds");
        UUID id = id(fields.text("id"))
                .orElseThrow(() -> ProblemException.badRequest("invalid_field", "This field takes a UUID.", "id"));
        return QuestionWish.of(
                id, fields.text("question"), fields.optionalTexts("options"), fields.optionalInteger("timeoutSeconds"));
    }

    /** The id that a path ends with. */
    static Optional<UUID> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
