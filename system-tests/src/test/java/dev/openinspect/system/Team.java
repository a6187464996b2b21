package dev.openinspect.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People, and one session with a sandbox that is up, made once for all tests: accounts take a second each and a boot takes twenty. */
final class Team {
    private static @Nullable ApiClient member;
    private static @Nullable Person viewer;
    private static @Nullable String warm;
    private static final List<ApiClient> WATCHERS = new ArrayList<>();

    private Team() {}

    static ApiClient administrator() {
        return ApiClient.administrator();
    }

    /** Owns the warm session. */
    static synchronized ApiClient member() {
        if (member == null) {
            member = administrator().addPerson("Marta Member", "member").client("write");
        }
        return member;
    }

    static synchronized Person viewer() {
        if (viewer == null) {
            viewer = administrator().addPerson("Viktor Viewer", "viewer");
        }
        return viewer;
    }

    /** Different people, because one person may hold fifty streams. */
    static synchronized List<ApiClient> watchers(int count) {
        while (WATCHERS.size() < count) {
            WATCHERS.add(administrator()
                    .addPerson("Watcher " + WATCHERS.size(), "viewer")
                    .client("read"));
        }
        return List.copyOf(WATCHERS.subList(0, count));
    }

    /** A session of {@link #member()} whose sandbox has answered a first prompt, and which waits for the next. */
    static synchronized String warmSession() {
        if (warm == null) {
            warm = bootedSession("Warm for many tests");
        }
        return warm;
    }

    static String bootedSession(String title) {
        String session = member().createSession(title).path("id").asText();
        answered(session, "demo: say I am up.");
        return session;
    }

    /** Prompts and waits for the completed answer. */
    static JsonNode answered(String session, String text) {
        JsonNode row = member().ended(session, member().prompt(session, text));
        if (!row.path("status").asText().equals("completed")) {
            throw new AssertionError("the prompt did not complete: " + row);
        }
        return row;
    }
}
