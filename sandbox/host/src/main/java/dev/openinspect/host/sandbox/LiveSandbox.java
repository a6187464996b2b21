package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** What the session's layer takes, files that are deleted but still open included; counts no further than so many. */
    Optional<DiskUse> measure(long mostFiles) throws IOException, InterruptedException;

    /** Process 1 of its outer namespaces, once the supervisor was started and while it lives. */
    OptionalLong holder();

    /** What must be ended, should this program die before the sandbox. */
    List<ProcessIdentity> processes();
}
