package dev.openinspect.host.sandbox;

import java.time.Duration;
import java.util.List;

/** The processes of one started sandbox. */
public interface LiveSandbox {
    /** Waits until the supervisor was started; false when the sandbox ended before that, or it took too long. */
    boolean awaitRunning(Duration limit) throws InterruptedException;

    /** Waits until nothing of the sandbox is left but its layer. */
    Ending awaitEnd() throws InterruptedException;

    /** Asks the supervisor to end (SIGTERM). */
    void terminate();

    /** Ends every process of the sandbox at once (SIGKILL). */
    void kill();

    /** What must be ended, should this program die before the sandbox. */
    List<ProcessIdentity> processes();
}
