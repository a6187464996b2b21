package dev.openinspect.sessions;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.secrets.SecretRedaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a sandbox's first program printed, as its host keeps it for an hour: all there is to see before the bridge is up, or when it never comes.
 * Calls the host, so it runs outside transactions.
 */
@ApplicationScoped
public class BootLogs {
    private static final Logger LOG = Logger.getLogger(BootLogs.class.getName());
    private static final int MOST_BYTES = 1 << 20;

    @Inject
    Rights rights;

    @Inject
    SessionQueries sessions;

    @Inject
    SandboxSteps steps;

    @Inject
    SandboxProvider host;

    @Inject
    SecretRedaction redaction;

    /**
     * The end of a boot's log.
     *
     * @param generation of the session's sandbox; 0 if it never had one
     * @param text at most 16 KiB, without secrets; empty if the host has nothing of it
     */
    public record BootLog(int generation, String text) {}

    /** The log of the session's newest sandbox. */
    public BootLog read(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        int generation = sessions.find(caller, sessionId).sandbox().generation();
        return new BootLog(
                generation, generation == 0 ? "" : of(sessionId, generation).orElse(""));
    }

    Optional<String> of(UUID sessionId, int generation) {
        try {
            // What the sandbox's program did not write itself, it could not redact.
            String log = redaction.redact(
                    sessionId, host.log(sessionId, generation, 0, MOST_BYTES).text());
            return Optional.of(PlainLog.end(log, steps.token(sessionId, generation)));
        } catch (SandboxHostFailure e) {
            LOG.log(Level.FINE, "session=" + sessionId + " has no boot log", e);
            return Optional.empty();
        }
    }
}
