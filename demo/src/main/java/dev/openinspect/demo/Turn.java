package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The turn under way, read off a request: the last prompt, the tools on offer, and what the steps taken since then
 * brought. A step is known by the id of its tool call, which the agent hands back with the result.
 */
record Turn(List<String> prompts, Set<String> tools, Map<String, String> results, int length) {
    private static final Pattern CALL_ID = Pattern.compile("call_([a-z]+)_\\d+");

    Turn {
        prompts = List.copyOf(prompts);
        tools = Set.copyOf(tools);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    static Turn of(ChatRequest request) {
        List<String> prompts = new ArrayList<>();
        Map<String, String> results = new LinkedHashMap<>();
        for (Message message : request.messages()) {
            if (message.isFrom("user")) {
                prompts.add(message.text());
                results.clear();
            }
            Matcher id = CALL_ID.matcher(message.toolCallId());
            if (message.isFrom("tool") && id.matches()) {
                results.put(id.group(1), message.text());
            }
        }
        return new Turn(prompts, request.tools(), results, request.messages().size());
    }

    String prompt() {
        return prompts.isEmpty() ? "" : prompts.getLast();
    }

    /** The first line of the last prompt that says something, short enough to be quoted. */
    String headline() {
        return headline(prompt());
    }

    static String headline(String prompt) {
        String line = prompt.lines()
                .map(String::strip)
                .filter(candidate -> !candidate.isEmpty())
                .findFirst()
                .orElse("(an empty prompt)");
        return Prose.cut(line, 120);
    }

    boolean offers(String tool) {
        return tools.contains(tool);
    }

    boolean did(String step) {
        return results.containsKey(step);
    }

    /** What a step brought, or nothing while it was not taken. */
    String result(String step) {
        return results.getOrDefault(step, "");
    }

    /** A call for a step; the length of the conversation keeps ids apart, because it grows with every step. */
    ToolCall call(String step, String tool, Map<String, Object> arguments) {
        return new ToolCall("call_" + requireNonNull(step, "step") + "_" + length, tool, arguments);
    }

    /** Says which prompt this is, so that a reader sees that the conversation was kept. */
    String place() {
        String number = "This is prompt number " + prompts.size() + " of our conversation.";
        return prompts.size() < 2
                ? number
                : number + " The first one began with “" + headline(prompts.getFirst()) + "”.";
    }
}
