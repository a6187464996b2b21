package dev.openinspect.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One person's program: speaks the REST API with one API token. May be shared between threads. */
public final class ApiClient {
    public static final Duration TURN = Duration.ofMinutes(3);
    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final URI address;
    private final String token;

    public ApiClient(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    public static ApiClient administrator() {
        Installation installation = Installation.running();
        return new ApiClient(installation.address(), installation.token());
    }

    public URI address() {
        return address;
    }

    public String token() {
        return token;
    }

    /** Adds a person ({@code admin}, {@code member}, {@code viewer}) under an e-mail that nobody had before. */
    public Person addPerson(String name, String role) {
        String email = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "."
                + Long.toString(System.nanoTime(), 36) + "@example.org";
        JsonNode added = post("/people", Map.of("name", name, "email", email, "role", role))
                .expect(201)
                .json();
        return new Person(
                address,
                added.path("id").asText(),
                name,
                email,
                added.path("password").asText());
    }

    public JsonNode createSession(String title) {
        return post("/sessions", Map.of("repository", "demo", "title", title))
                .expect(201)
                .json();
    }

    public JsonNode session(String id) {
        return get("/sessions/" + id).expect(200).json();
    }

    /** Queues a prompt and returns its id. */
    public String prompt(String session, String text) {
        Answer answer =
                post("/sessions/" + session + "/prompts", Map.of("text", text)).expect(202);
        return answer.json().path("id").asText();
    }

    public JsonNode promptOf(String session, String prompt) {
        return StreamSupport.stream(session(session).path("prompts").spliterator(), false)
                .filter(row -> row.path("id").asText().equals(prompt))
                .findFirst()
                .orElseThrow(() -> new AssertionError("prompt " + prompt + " is not in session " + session));
    }

    /** Waits until the prompt ended, however, and returns its row. */
    public JsonNode ended(String session, String prompt) {
        return Await.until(TURN, "prompt " + prompt + " of session " + session + " has ended", () -> Optional.of(
                        promptOf(session, prompt))
                .filter(row -> ENDED.contains(row.path("status").asText())));
    }

    /** Waits for the first event after a place in the log that is looked for. */
    public Event event(String session, long after, String what, java.util.function.Predicate<Event> wanted) {
        return Await.until(TURN, what + " in session " + session, () -> eventsAfter(session, after).stream()
                .filter(wanted)
                .findFirst());
    }

    /** The whole log by pages. */
    public List<Event> events(String session) {
        return eventsAfter(session, 0);
    }

    public List<Event> eventsAfter(String session, long after) {
        List<Event> all = new ArrayList<>();
        long from = after;
        while (true) {
            List<Event> page = Event.in(get("/sessions/" + session + "/events?limit=1000&after=" + from)
                    .expect(200)
                    .text());
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
            from = page.getLast().seq();
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body == null ? null : text(body));
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, text(body));
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a body as it is, also one that is no JSON. */
    public Answer send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
        if (body == null) {
            return send(
                    request.method(method, HttpRequest.BodyPublishers.noBody()).build());
        }
        return send(request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public static Answer send(HttpRequest request) {
        try {
            return new Answer(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
