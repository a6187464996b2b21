package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;

/** Says in one line how the work goes. Tried once: the next line makes up for one that is lost. */
public final class ReportStatus implements Tool {
    private static final int LONGEST = 500;

    private final ToolDoor door;

    public ReportStatus(ToolDoor door) {
        this.door = door;
    }

    @Override
    public String name() {
        return "report_status";
    }

    @Override
    public String description() {
        return "Tells the people of this session in one line how far the work is. They see the newest line above the"
                + " session and in their list of sessions. Use it when a long piece of work begins or ends.";
    }

    @Override
    public ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        schema.putObject("properties")
                .putObject("text")
                .put("type", "string")
                .put("maxLength", LONGEST)
                .put("description", "One line, such as: Tests are green, now the page.");
        schema.putArray("required").add("text");
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public Answer call(JsonNode arguments) throws InterruptedException {
        var text = Json.text(arguments, "text");
        if (text.isEmpty()) return Answer.failed("A status needs a text.");
        try {
            var said = door.post("status", Json.object().put("text", text.get()));
            return said.refused()
                    ? Answer.failed(Json.text(said.document(), "detail").orElse("The status was refused."))
                    : Answer.done("Shown.");
        } catch (IOException e) {
            return Answer.failed("The control plane cannot be reached now; go on with your work.");
        }
    }
}
