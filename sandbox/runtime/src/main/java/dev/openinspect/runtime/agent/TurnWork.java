package dev.openinspect.runtime.agent;

import dev.openinspect.runtime.bridge.Command;

/** What happens in the working tree around a turn. Both calls take time and may be interrupted. */
public interface TurnWork {
    /** Before the agent gets the prompt: commits will carry this author. */
    void begin(Command.Author author) throws InterruptedException;

    /**
     * After the agent is done and before the turn is reported finished: records what changed.
     *
     * @param push whether new commits go to the session's branch: only after a turn that succeeded
     */
    void end(String promptId, boolean push) throws InterruptedException;
}
