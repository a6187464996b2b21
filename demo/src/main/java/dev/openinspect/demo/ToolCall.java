package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** An order to the agent to use one of its tools. The id carries the step of the script that gave it. */
record ToolCall(String id, String tool, Map<String, Object> arguments) {
    ToolCall {
        requireNonNull(id, "id");
        requireNonNull(tool, "tool");
        arguments = Map.copyOf(arguments);
    }
}
