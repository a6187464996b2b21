package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.bridge.Command;
import java.util.List;

/** What the turn loop's thread is told. */
sealed interface LoopSignal {
    record FromAgent(JsonNode event) implements LoopSignal {}

    /** The event stream was opened, possibly again: something may have been missed. */
    record StreamOpened() implements LoopSignal {}

    record Begin(Command.Prompt prompt) implements LoopSignal {}

    /** Catch up with the base branch; edits wait for it. */
    record Refresh() implements LoopSignal {}

    record Stop(String reason) implements LoopSignal {}

    record AgentUp(Server server) implements LoopSignal {}

    record AgentDown() implements LoopSignal {}

    /** What people said to the agent's own question, or what it is told instead. */
    record Answered(String id, List<String> answers, Turn asking) implements LoopSignal {
        public Answered {
            answers = List.copyOf(answers);
        }
    }

    /** The working tree's part of the turn is recorded, or as much of it as a stop allowed. */
    record WorkRecorded(Turn turn, boolean interrupted) implements LoopSignal {}
}
