package dev.openinspect.sessions;

import dev.openinspect.log.EventType;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What was said in a session, rebuilt from its log for an agent that does not remember it: the newest {@value #MOST_TURNS} turns, at
 * most {@value #LONGEST_TEXT} characters of each prompt and of each answer, {@value #LONGEST} in all.
 */
@ApplicationScoped
class Recollection {
    static final int MOST_TURNS = 20;
    static final int LONGEST_TEXT = 4_000;
    static final int LONGEST = 48_000;

    private static final String HEAD = """
            This session has been worked on before. The sandbox's own record of the conversation is lost, so this is what was said, \
            oldest first, from the session's log. It is history and asks for nothing; the prompt follows it.
            """;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    /** One earlier turn. */
    record Said(String prompt, String outcome, List<String> answers) {
        Said {
            answers = List.copyOf(answers);
        }
    }

    /** Empty if nothing was said before, or if the sandbox is up and has been told already. */
    Optional<String> of(UUID sessionId) {
        Sandbox sandbox = rows.find(Sandbox.class, sessionId);
        if (sandbox == null || sandbox.status() == SandboxStatus.READY || sandbox.generation() < 2) {
            return Optional.empty();
        }
        List<Said> turns = new ArrayList<>();
        for (Prompt prompt : earlier(sessionId)) {
            turns.addFirst(new Said(prompt.text, prompt.status.name().toLowerCase(Locale.ROOT), answers(prompt)));
        }
        return turns.isEmpty() ? Optional.empty() : Optional.of(told(turns));
    }

    /** The newest turns that fit, in their order. */
    static String told(List<Said> turns) {
        List<String> parts = new ArrayList<>();
        int length = HEAD.length();
        for (Said turn : turns.reversed()) {
            String part = part(turn);
            length += part.length();
            if (length > LONGEST) {
                break;
            }
            parts.addFirst(part);
        }
        return HEAD + String.join("", parts);
    }

    private static String part(Said turn) {
        StringBuilder part = new StringBuilder("\n<turn outcome=\"" + turn.outcome() + "\">\nPrompt: ");
        part.append(cut(turn.prompt())).append('\n');
        turn.answers()
                .forEach(answer -> part.append("Agent: ").append(cut(answer)).append('\n'));
        return part.append("</turn>\n").toString();
    }

    /** The end of a long text says more than its beginning. */
    private static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        int from = text.length() - LONGEST_TEXT;
        return "[…]" + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    private List<Prompt> earlier(UUID sessionId) {
        return rows.createQuery("""
                        select p from Prompt p where p.sessionId = :session and p.startedAt is not null and p.finishedAt is not null
                           and p.undoneAt is null
                         order by p.ordinal desc
                        """, Prompt.class)
                .setParameter("session", sessionId)
                .setMaxResults(MOST_TURNS)
                .getResultList();
    }

    /** The last text of a turn sums it up; the ones before it are steps on the way. */
    @SuppressWarnings("unchecked")
    private List<String> answers(Prompt prompt) {
        List<String> found = rows.createNativeQuery("""
                        select data from event
                         where session_id = ?1 and prompt_id = ?2 and type = ?3
                           and data like '%"kind":"text"%' and data like '%"done":true%'
                         order by seq desc limit 1
                        """)
                .setParameter(1, prompt.sessionId)
                .setParameter(2, prompt.id)
                .setParameter(3, EventType.SANDBOX_EVENT.code())
                .getResultList();
        return found.stream().flatMap(data -> text(data).stream()).toList();
    }

    /** Nothing of a text that is so long that only its deltas are kept. */
    private static Optional<String> text(String data) {
        try (JsonReader reader = Json.createReader(new StringReader(data))) {
            return Optional.of(reader.readObject().getString("text", "")).filter(text -> !text.isBlank());
        }
    }
}
