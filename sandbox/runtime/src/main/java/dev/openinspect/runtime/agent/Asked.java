package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/** Reads what the agent wants to know before it goes on. */
final class Asked {
    private Asked() {}

    static AgentSignal permission(JsonNode properties) {
        var patterns = new ArrayList<String>();
        properties.path("patterns").forEach(pattern -> patterns.add(pattern.asText()));
        var question = properties.path("permission").asText() + " " + String.join(", ", patterns);
        return new AgentSignal.PermissionAsked(properties.path("id").asText(), question.strip());
    }

    static AgentSignal question(JsonNode properties) {
        var questions = new ArrayList<AgentSignal.Question>();
        for (var question : properties.path("questions")) {
            var first = question.path("options").path(0).path("label");
            questions.add(new AgentSignal.Question(
                    question.path("question").asText(), first.isTextual() ? first.textValue() : null));
        }
        return new AgentSignal.QuestionAsked(properties.path("id").asText(), questions);
    }
}
