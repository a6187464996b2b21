package dev.openinspect.sessions;

import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.SessionLog;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.secrets.SecretRedaction;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Lets the agent say in one line how it gets on. The newest line stands with the session; all of them stand in its log. */
@Stateless
public class StatusReports {
    public static final int LONGEST = 500;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SandboxDoor sandboxes;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    SecretRedaction redaction;

    @Inject
    SessionLog log;

    @Inject
    Clock clock;

    /**
     * Notes the line; the same one again changes nothing.
     *
     * @param text 1 to 500 characters; line breaks become spaces
     * @throws Refused {@code no_prompt_running}
     */
    public void report(SandboxIdentity sandbox, String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (line.isEmpty() || line.length() > LONGEST) {
            throw Refused.invalid("A status has 1 to " + LONGEST + " characters.");
        }
        UUID sessionId = sandboxes.session(sandbox).sessionId();
        Session session = sessions.locked(sessionId);
        Prompt prompt = prompts.running(sessionId)
                .orElseThrow(() -> new Refused(
                        RefusalCode.NO_PROMPT_RUNNING, "No prompt is running, so there is nothing to report on."));
        String shown = redaction.redact(sessionId, line);
        String cut = shown.substring(0, Math.min(shown.length(), LONGEST));
        if (!session.report(cut, clock.instant())) {
            return;
        }
        rows.flush();
        log.append(
                sessionId,
                List.of(new EventData()
                        .with("text", cut)
                        .event(EventType.STATUS_REPORTED, clock.instant(), prompt.id)));
    }
}
