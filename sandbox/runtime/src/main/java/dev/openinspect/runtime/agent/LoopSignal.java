package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.bridge.Command;

/** What the turn loop's thread is told. */
sealed interface LoopSignal {
    record FromAgent(JsonNode event) implements LoopSignal {}

    /** The event stream was opened, possibly again: something may have been missed. */
    record StreamOpened() implements LoopSignal {}

    record Begin(Command.Prompt prompt) implements LoopSignal {}

    /** Catch up with the base branch; what comes later waits for it. */
    record Refresh() implements LoopSignal {}

    record Stop(String reason) implements LoopSignal {}

    record AgentUp(Server server) implements LoopSignal {}

    record AgentDown() implements LoopSignal {}

    /** The working tree's part of the turn is recorded, or as much of it as a stop allowed. */
    record WorkRecorded(Turn turn, boolean interrupted) implements LoopSignal {}
}
