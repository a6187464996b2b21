package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates OpenCode's events. It does nothing but remember what it has said: no clock, no network. An event may come twice (from the
 * stream and from the message list after the stream broke); what was said already is not said again. Used by one thread.
 */
final class AgentEvents {
    private static final int REMEMBERED_PARTS = 10_000;
    private static final String PLACEHOLDER_TITLE = "New session - ";

    private final String session;
    private final Path folder;
    private final Redactor redactor;
    private final Set<String> subagents = new HashSet<>();
    private final Set<String> unknownKinds = new HashSet<>();
    private final Map<String, String> roles = bounded();
    private final Map<String, TextPart> texts = bounded();
    private final Map<String, ToolPart> tools = bounded();
    private final Map<String, Boolean> steps = bounded();
    private String title;
    private String lastError = "";

    /** @param title what the session is called already; nothing when OpenCode has not named it */
    AgentEvents(String session, Path folder, Redactor redactor, @Nullable String title) {
        this.session = session;
        this.folder = folder;
        this.redactor = redactor;
        this.title = title == null ? "" : title;
    }

    List<AgentSignal> accept(JsonNode event) {
        var type = event.path("type").asText();
        var properties = event.path("properties");
        if (IgnoredEvents.REASONS.containsKey(type)) return List.of();
        if (type.equals("file.edited")) return List.of(fileEdited(properties));
        if (type.equals("session.created")) return created(properties.path("info"));
        var from = properties.path("sessionID").asText();
        var subagent = subagents.contains(from) ? from : null;
        if (!from.equals(session) && subagent == null) return List.of();
        return switch (type) {
            case "message.updated" -> message(properties.path("info"));
            case "message.part.updated" -> part(properties.path("part"), subagent);
            case "message.part.delta" -> delta(properties, subagent);
            // An agent waits for these whoever asks, so a subagent's are answered too.
            case "permission.asked" -> List.of(Asked.permission(properties));
            case "question.asked" -> List.of(Asked.question(properties));
            default -> subagent == null ? ofSession(type, properties) : List.of();
        };
    }

    /** What a subagent says of its own session concerns its task call, which reports it; so this is for the main session only. */
    private List<AgentSignal> ofSession(String type, JsonNode properties) {
        return switch (type) {
            case "session.updated" ->
                titled(properties.path("info").path("title").asText());
            case "session.idle" -> List.of(new AgentSignal.Idle());
            case "session.status" -> status(properties.path("status"));
            case "session.error" -> error(properties.path("error"));
            case "session.compacted" -> List.of(new AgentSignal.Activity(data("compaction")));
            case "todo.updated" -> List.of(todos(properties.path("todos")));
            default -> {
                unknownKinds.add(type);
                yield List.of();
            }
        };
    }

    /** Kinds of events that neither this class nor its table knows: a newer OpenCode. */
    Set<String> unknownKinds() {
        return unknownKinds;
    }

    /** The turn is over: texts without an end are ended, and errors may be said again. */
    List<AgentSignal> endTurn() {
        lastError = "";
        var signals = new ArrayList<AgentSignal>();
        texts.values().forEach(text -> signals.addAll(text.abandon()));
        return signals;
    }

    private List<AgentSignal> created(JsonNode info) {
        var parent = info.path("parentID").asText();
        var child = info.path("id").asText();
        if (!parent.equals(session) && !subagents.contains(parent)) return List.of();
        return subagent(child, info.path("title").asText());
    }

    private List<AgentSignal> subagent(String child, String childTitle) {
        if (child.isEmpty() || !subagents.add(child)) return List.of();
        var data = data("subagent");
        data.put("part", child);
        data.put("title", childTitle);
        return List.of(new AgentSignal.Activity(data));
    }

    private List<AgentSignal> message(JsonNode info) {
        roles.put(info.path("id").asText(), info.path("role").asText());
        return List.of();
    }

    private List<AgentSignal> part(JsonNode part, @Nullable String subagent) {
        var id = part.path("id").asText();
        return switch (part.path("type").asText()) {
            case "text", "reasoning" -> text(part, subagent);
            case "tool" -> tool(id, part, subagent);
            case "step-start" -> once(id, new AgentSignal.StepStarted(step("started", part)));
            case "step-finish" -> once(id, finished(part));
            // patch: OpenCode's snapshots are off, git tells. file: an echo of the prompt. compaction: what counts is
            // its end, session.compacted. agent and subtask: commands of OpenCode's own screen.
            default -> List.of();
        };
    }

    private List<AgentSignal> text(JsonNode part, @Nullable String subagent) {
        if (subagent != null
                || !"assistant".equals(roles.get(part.path("messageID").asText()))) return List.of();
        var id = part.path("id").asText();
        var text = texts.computeIfAbsent(id, i -> new TextPart(part.path("type").asText(), i, redactor));
        var raw = part.path("text").asText();
        return part.path("time").has("end") ? text.end(raw) : text.catchUp(raw);
    }

    private List<AgentSignal> delta(JsonNode properties, @Nullable String subagent) {
        if (subagent != null || !properties.path("field").asText().equals("text")) return List.of();
        var text = texts.get(properties.path("partID").asText());
        return text == null ? List.of() : text.grow(properties.path("delta").asText());
    }

    private List<AgentSignal> tool(String id, JsonNode part, @Nullable String subagent) {
        var signals = new ArrayList<AgentSignal>();
        var child = part.path("state").path("metadata").path("sessionId").asText();
        // The task tool names its child; session.created may have come first or may have been lost.
        if (part.path("tool").asText().equals("task"))
            signals.addAll(subagent(child, part.path("state").path("title").asText()));
        tools.computeIfAbsent(id, i -> new ToolPart(redactor))
                .update(part, subagent)
                .ifPresent(signals::add);
        return signals;
    }

    private List<AgentSignal> once(String id, AgentSignal signal) {
        return steps.putIfAbsent(id, true) == null ? List.of(signal) : List.of();
    }

    private static ObjectNode step(String phase, JsonNode part) {
        var data = data("step");
        data.put("phase", phase);
        data.put("part", part.path("id").asText());
        return data;
    }

    private static AgentSignal finished(JsonNode part) {
        var tokens = Tokens.of(part.path("tokens"));
        var cost = part.path("cost").asDouble();
        var data = step("finished", part);
        data.put("cost", cost);
        data.set("tokens", tokens.json());
        data.put("reason", part.path("reason").asText());
        return new AgentSignal.StepFinished(data, cost, tokens);
    }

    private List<AgentSignal> titled(String newTitle) {
        if (newTitle.isBlank() || newTitle.startsWith(PLACEHOLDER_TITLE) || newTitle.equals(title)) return List.of();
        // Named once: later changes are OpenCode's second thoughts about a name that people already know.
        if (!title.isEmpty()) return List.of();
        title = newTitle;
        return List.of(new AgentSignal.Titled(newTitle));
    }

    private static List<AgentSignal> status(JsonNode status) {
        // busy and idle say what session.idle and the message list say better.
        if (!status.path("type").asText().equals("retry")) return List.of();
        var data = data("retry");
        data.put("attempt", status.path("attempt").asInt());
        data.put("message", status.path("message").asText());
        data.put("nextAt", Instant.ofEpochMilli(status.path("next").asLong()).toString());
        return List.of(new AgentSignal.Activity(data));
    }

    private List<AgentSignal> error(JsonNode error) {
        var name = error.path("name").asText("UnknownError");
        var message = OpenCodeErrors.message(error);
        // An abort is our own doing; an overflow is answered by compaction, and the turn goes on.
        if (name.equals("MessageAbortedError") || name.equals("ContextOverflowError")) return List.of();
        // A bad model is reported twice, the second time with a stack trace behind the same words.
        if (!lastError.isEmpty() && (message.contains(lastError) || lastError.contains(message))) return List.of();
        lastError = message;
        return List.of(new AgentSignal.Failed(name, message));
    }

    private static AgentSignal todos(JsonNode todos) {
        var data = data("todo");
        var list = data.putArray("todos");
        for (var todo : todos) {
            var item = list.addObject();
            for (var field : List.of("content", "status", "priority"))
                item.put(field, todo.path(field).asText());
        }
        return new AgentSignal.Activity(data);
    }

    private AgentSignal fileEdited(JsonNode properties) {
        var file = Path.of(properties.path("file").asText());
        var data = data("file_edited");
        data.put("file", file.startsWith(folder) ? folder.relativize(file).toString() : file.toString());
        return new AgentSignal.Activity(data);
    }

    private static ObjectNode data(String kind) {
        var data = Json.object();
        data.put("kind", kind);
        return data;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED_PARTS;
            }
        };
    }
}
