package dev.openinspect.runtime.agent;

import dev.openinspect.runtime.bridge.Command;
import java.io.IOException;
import java.util.Optional;

/** What happens in the working tree around a turn. All but {@link #edited} take time and may be interrupted. {@link #catchUp} may run beside {@link #begin} and {@link #edited}. */
public interface TurnWork {
    /** Before the agent gets the prompt: commits will carry this author. */
    void begin(Command.Author author) throws InterruptedException;

    /** Before the first edit of a turn: moves a branch on which nobody has worked to where its base is now, and says what became of it. */
    void catchUp() throws InterruptedException;

    /** During a turn: the agent may have changed files. Called from the turn loop, so it never waits. */
    void edited();

    /**
     * During a turn: pushes what is committed so far.
     *
     * @return the commit that the session's branch ends with at the remote; nothing if the session has no commit of its own
     * @throws IOException if it could not be pushed
     */
    Optional<String> push(String promptId) throws IOException, InterruptedException;

    /**
     * After the agent is done and before the turn is reported finished: records what changed.
     *
     * @param push whether new commits go to the session's branch: only after a turn that succeeded
     */
    void end(String promptId, boolean push) throws InterruptedException;
}
