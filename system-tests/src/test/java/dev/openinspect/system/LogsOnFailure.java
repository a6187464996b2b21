package dev.openinspect.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints the end of the server's and the host's log under a failed test, because the machine it failed on is often gone later. */
public final class LogsOnFailure implements TestWatcher {
    private static final int LINES = 25;
    private final Installation installation;

    /** Those of the running installation. */
    public LogsOnFailure() {
        this(Installation.running());
    }

    public LogsOnFailure(Installation installation) {
        this.installation = installation;
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        for (String name : new String[] {"payara", "host"}) {
            System.out.println("--- end of " + name + ".log after the failure of " + context.getDisplayName());
            System.out.println(installation.logEnd(name, LINES));
        }
    }
}
