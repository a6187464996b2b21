package dev.openinspect.sessions;

import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import dev.openinspect.people.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events that changes of sessions, prompts and sandboxes leave in the log. */
final class SessionEvents {
    private SessionEvents() {}

    static NewEvent status(Session session, Instant now) {
        return new EventData().with("status", word(session.status)).event(EventType.SESSION_STATUS, now, null);
    }

    static NewEvent queued(Prompt prompt, String authorName, int position) {
        return new EventData()
                .person("author", prompt.authorId, authorName)
                .with("text", prompt.text)
                .with("model", prompt.model)
                .with("source", word(prompt.source))
                .with("position", position)
                .with("retryOf", prompt.retryOf())
                .event(EventType.PROMPT_QUEUED, prompt.createdAt, prompt.id);
    }

    static NewEvent started(Prompt prompt, int generation, Instant now) {
        return new EventData()
                .with("attempt", prompt.attempts)
                .with("generation", generation)
                .with("model", prompt.model)
                .event(EventType.PROMPT_STARTED, now, prompt.id);
    }

    static NewEvent finished(Prompt prompt, Instant now) {
        return new EventData()
                .with("status", word(prompt.status))
                .with("reason", prompt.reason)
                .with("cost", prompt.cost)
                .with("tokensInput", prompt.tokensInput)
                .with("tokensOutput", prompt.tokensOutput)
                .event(EventType.PROMPT_FINISHED, now, prompt.id);
    }

    static NewEvent joined(Caller caller, Instant now) {
        return new EventData()
                .person("person", caller.personId(), caller.name())
                .event(EventType.PARTICIPANT_JOINED, now, null);
    }

    static NewEvent spawning(int generation, String why, Instant now) {
        return new EventData()
                .with("generation", generation)
                .with("reason", why)
                .event(EventType.SANDBOX_SPAWNING, now, null);
    }

    static NewEvent ready(int generation, Instant now) {
        return new EventData().with("generation", generation).event(EventType.SANDBOX_READY, now, null);
    }

    static NewEvent sandboxStopped(int generation, String reason, Instant now) {
        return new EventData()
                .with("generation", generation)
                .with("reason", reason)
                .event(EventType.SANDBOX_STOPPED, now, null);
    }

    /** A snapshot is ready. */
    static NewEvent snapshot(Snapshot snapshot, Instant now) {
        EventData data = new EventData()
                .with("id", snapshot.id)
                .with("cause", word(snapshot.cause))
                .with("takenAt", snapshot.takenAt);
        if (snapshot.promptNumber != null) {
            data.with("promptNumber", snapshot.promptNumber);
        }
        if (snapshot.bytes != null) {
            data.with("bytes", snapshot.bytes);
        }
        return data.event(EventType.SNAPSHOT, now, snapshot.promptId);
    }

    /**
     * The session's files are what they were at a snapshot.
     *
     * @param undone ids of the prompts whose work they no longer hold
     */
    static NewEvent restored(
            Snapshot snapshot,
            int generation,
            @Nullable UUID personId,
            @Nullable String personName,
            List<UUID> undone,
            Instant now) {
        EventData data = new EventData()
                .with("snapshot", snapshot.id)
                .with("generation", generation)
                .with("takenAt", snapshot.takenAt)
                .with("undone", undone);
        if (snapshot.promptNumber != null) {
            data.with("promptNumber", snapshot.promptNumber);
        }
        if (personId != null && personName != null) {
            data.person("person", personId, personName);
        }
        return data.event(EventType.RESTORED, now, snapshot.promptId);
    }

    static NewEvent warning(String code, String message, Instant now, @Nullable UUID promptId) {
        return new EventData().with("code", code).with("message", message).event(EventType.WARNING, now, promptId);
    }

    static NewEvent error(String code, String message, @Nullable String log, Instant now, @Nullable UUID promptId) {
        return new EventData()
                .with("code", code)
                .with("message", message)
                .with("log", log)
                .event(EventType.ERROR, now, promptId);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
