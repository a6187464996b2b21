package dev.openinspect.web.stream;

import dev.openinspect.people.Caller;
import dev.openinspect.web.limits.Turnstile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who watches a session on this node, and who is typing. A frame of its own, not in the log: it is true only now. Safe for use by
 * several threads.
 */
@ApplicationScoped
public class Presence {
    private final Turnstile people = new Turnstile();
    private final Map<UUID, Set<Watcher>> watchers = new ConcurrentHashMap<>();

    /** A socket that watches a session. */
    interface Watcher {
        Caller caller();

        boolean typing();

        /** Whether nobody sits before it: its page is hidden, or without input for minutes. */
        boolean idle();

        void send(String frame);
    }

    void arrive(UUID sessionId, Watcher watcher) {
        watchers.computeIfAbsent(sessionId, id -> ConcurrentHashMap.newKeySet()).add(watcher);
        announce(sessionId);
    }

    void leave(UUID sessionId, Watcher watcher) {
        watchers.computeIfPresent(sessionId, (id, present) -> {
            present.remove(watcher);
            return present.isEmpty() ? null : present;
        });
        announce(sessionId);
    }

    /** A place among the sockets that a person has open on this node. */
    Optional<Turnstile.Pass> enter(UUID personId, int most) {
        return people.enter(personId, most);
    }

    void announce(UUID sessionId) {
        Set<Watcher> present = watchers.getOrDefault(sessionId, Set.of());
        String frame = frame(present);
        present.forEach(watcher -> watcher.send(frame));
    }

    private static String frame(Set<Watcher> present) {
        Map<UUID, JsonObjectBuilder> people = new LinkedHashMap<>();
        Map<UUID, Boolean> typing = new LinkedHashMap<>();
        Map<UUID, Boolean> idle = new LinkedHashMap<>();
        for (Watcher watcher : present) {
            Caller caller = watcher.caller();
            typing.merge(caller.personId(), watcher.typing(), Boolean::logicalOr);
            idle.merge(caller.personId(), watcher.idle(), Boolean::logicalAnd);
            people.putIfAbsent(
                    caller.personId(),
                    Json.createObjectBuilder()
                            .add("id", caller.personId().toString())
                            .add("name", caller.name()));
        }
        JsonArrayBuilder list = Json.createArrayBuilder();
        people.forEach((id, person) -> list.add(person.add("typing", typing.getOrDefault(id, false))
                .add("status", idle.getOrDefault(id, false) ? "idle" : "active")));
        return Json.createObjectBuilder()
                .add("type", "presence_update")
                .add("people", list)
                .build()
                .toString();
    }
}
