package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of OpenCode's HTTP API that we need, in one folder. Any thread may use it. */
final class OpenCodeApi {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration NORMAL = Duration.ofSeconds(30);
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private final HttpClient http;
    private final String root;
    private final String authorization;
    private final String folder;

    OpenCodeApi(HttpClient http, int port, String password, Path folder) {
        this.http = http;
        this.root = "http://127.0.0.1:" + port;
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString(("opencode:" + password).getBytes(StandardCharsets.UTF_8));
        this.folder = URLEncoder.encode(folder.toString(), StandardCharsets.UTF_8);
    }

    /**
     * @param limit of the wait for an answer
     * @return false also if there was none; the caller asks again until its own limit
     */
    boolean isHealthy(Duration limit) throws InterruptedException {
        try {
            return call("GET", "/global/health", null, limit).path("healthy").asBoolean();
        } catch (AgentFailed e) {
            return false;
        }
    }

    /** @param title a session with a title is not given one by the model */
    String createSession(@Nullable String title) throws AgentFailed, InterruptedException {
        var body = Json.object();
        if (title != null) body.put("title", title);
        return call("POST", "/session", body, NORMAL).path("id").asText();
    }

    Optional<JsonNode> session(String id) throws AgentFailed, InterruptedException {
        var response = send("GET", "/session/" + id, null, NORMAL);
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(body("GET /session", response));
    }

    void deleteSession(String id) throws AgentFailed, InterruptedException {
        call("DELETE", "/session/" + id, null, NORMAL);
    }

    /** Prompts and waits for the whole answer. */
    void ask(String session, String model, String text) throws AgentFailed, InterruptedException {
        call("POST", "/session/" + session + "/message", prompt(model, List.of(text)), WARM_UP);
    }

    void promptAsync(String session, String messageId, String model, List<String> texts)
            throws AgentFailed, InterruptedException {
        var body = prompt(model, texts);
        body.put("messageID", messageId);
        call("POST", "/session/" + session + "/prompt_async", body, NORMAL);
    }

    private static ObjectNode prompt(String model, List<String> texts) {
        var slash = model.indexOf('/');
        var body = Json.object();
        // The model is sticky per session, so every prompt names its own.
        body.putObject("model").put("providerID", model.substring(0, slash)).put("modelID", model.substring(slash + 1));
        var parts = body.putArray("parts");
        texts.forEach(text -> parts.addObject().put("type", "text").put("text", text));
        return body;
    }

    void abort(String session) throws AgentFailed, InterruptedException {
        call("POST", "/session/" + session + "/abort", null, SHORT);
    }

    boolean isBusy(String session) throws AgentFailed, InterruptedException {
        var status = call("GET", "/session/status", null, NORMAL)
                .path(session)
                .path("type")
                .asText("idle");
        return !status.equals("idle");
    }

    /** The newest messages in their order. */
    List<JsonNode> messages(String session, int limit) throws AgentFailed, InterruptedException {
        var messages = new ArrayList<JsonNode>();
        call("GET", "/session/" + session + "/message?limit=" + limit, null, NORMAL)
                .forEach(messages::add);
        return messages;
    }

    void replyPermission(String id, String reply) throws AgentFailed, InterruptedException {
        call("POST", "/permission/" + id + "/reply", Json.object().put("reply", reply), NORMAL);
    }

    void replyQuestion(String id, List<String> answers) throws AgentFailed, InterruptedException {
        var body = Json.object();
        var list = body.putArray("answers");
        answers.forEach(answer -> list.addArray().add(answer));
        call("POST", "/question/" + id + "/reply", body, NORMAL);
    }

    /** The event stream: read it slowly and OpenCode waits. */
    InputStream events() throws IOException, InterruptedException {
        var response = http.send(
                request("GET", "/event", null, null)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) return response.body();
        response.body().close();
        throw new IOException("GET /event answered " + response.statusCode());
    }

    private JsonNode call(String method, String path, @Nullable ObjectNode body, Duration limit)
            throws AgentFailed, InterruptedException {
        return body(method + " " + path, send(method, path, body, limit));
    }

    private static JsonNode body(String what, HttpResponse<String> response) throws AgentFailed {
        if (response.statusCode() / 100 != 2)
            throw new AgentFailed("OpenCode answered " + response.statusCode() + " to " + what);
        try {
            return response.body().isEmpty() ? Json.object() : Json.read(response.body());
        } catch (Json.MalformedJson e) {
            throw new AgentFailed("OpenCode answered no JSON to " + what, e);
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable ObjectNode body, Duration limit)
            throws AgentFailed, InterruptedException {
        try {
            return http.send(request(method, path, body, limit).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AgentFailed("OpenCode did not answer " + method + " " + path, e);
        }
    }

    private HttpRequest.Builder request(
            String method, String path, @Nullable ObjectNode body, @Nullable Duration limit) {
        var separator = path.indexOf('?') < 0 ? "?" : "&";
        var request = HttpRequest.newBuilder(URI.create(root + path + separator + "directory=" + folder))
                .header("Authorization", authorization)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (body != null) request.header("Content-Type", "application/json");
        if (limit != null) request.timeout(limit);
        return request;
    }
}
