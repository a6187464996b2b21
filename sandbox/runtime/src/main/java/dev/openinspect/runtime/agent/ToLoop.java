package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** Hands what the agent says on to the loop that runs its turns. */
record ToLoop(TurnLoop loop) implements EventStream.Listener {
    @Override
    public void opened() {
        loop.tell(new LoopSignal.StreamOpened());
    }

    @Override
    public void event(JsonNode event) throws InterruptedException {
        loop.offerEvent(event);
    }
}
