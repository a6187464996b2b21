package dev.openinspect.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A conversation as an agent would keep it: prompts, the script's calls, and what the tools answered. */
final class Conversation {
    static final Set<String> ALL_TOOLS = Set.of("bash", "edit", "glob", "grep", "read", "todowrite", "write");
    private static final int MORE_STEPS_THAN_ANY_ERRAND_HAS = 20;

    private final List<Message> messages = new ArrayList<>();
    private final Set<String> tools;

    Conversation(Set<String> tools) {
        this.tools = tools;
        messages.add(new Message("system", "You are an agent.", ""));
    }

    Conversation prompt(String text) {
        messages.add(new Message("user", text, ""));
        return this;
    }

    Reply nextAt(Instant now) {
        return Script.next(request(), now);
    }

    Reply next() {
        return nextAt(Instant.EPOCH);
    }

    ChatRequest request() {
        return new ChatRequest(DemoModel.MODEL, true, true, tools, messages, 0);
    }

    /** Lets the tools answer until the script makes no more calls; the calls in order. */
    List<ToolCall> work(Function<ToolCall, String> toolAnswers) {
        List<ToolCall> calls = new ArrayList<>();
        while (next() instanceof Reply.Answer answer && answer.call().isPresent()) {
            ToolCall call = answer.call().get();
            calls.add(call);
            messages.add(new Message("assistant", String.join("", answer.text()), ""));
            messages.add(new Message("tool", toolAnswers.apply(call), call.id()));
            if (calls.size() > MORE_STEPS_THAN_ANY_ERRAND_HAS) {
                throw new AssertionError("the script goes in circles: " + calls);
            }
        }
        return calls;
    }

    /** The answer without a call, which also becomes part of the conversation. */
    String answer() {
        Reply.Answer answer = (Reply.Answer) next();
        if (answer.call().isPresent()) {
            throw new AssertionError("still working: " + answer.call().get());
        }
        String text = String.join("", answer.text());
        messages.add(new Message("assistant", text, ""));
        return text;
    }
}
