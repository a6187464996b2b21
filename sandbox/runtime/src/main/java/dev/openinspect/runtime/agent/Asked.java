package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
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
            var options = new ArrayList<String>();
            question.path("options")
                    .forEach(option -> Json.text(option, "label").ifPresent(options::add));
            questions.add(new AgentSignal.Question(question.path("question").asText(), options));
        }
        return new AgentSignal.QuestionAsked(properties.path("id").asText(), questions);
    }
}
