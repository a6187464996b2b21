package dev.openinspect.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real OpenCode as a headless server in a folder, with a home of its own and the demo model as its only model. */
final class Agent implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Version 1.1, because OpenCode never answers a POST that offers an upgrade to HTTP/2. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final URI address;
    private final Path log;

    private Agent(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    static Agent start(Path program, Path workspace, Path home, int modelPort) throws Exception {
        int port = freePort();
        Path log = home.resolve("agent.log");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(), "serve", "--hostname", "127.0.0.1", "--port", String.valueOf(port))
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        "TMPDIR",
                        home.toString(),
                        "OPENCODE_DISABLE_MODELS_FETCH",
                        "1",
                        "OPENCODE_DISABLE_AUTOUPDATE",
                        "1",
                        "OPENCODE_DISABLE_LSP_DOWNLOAD",
                        "1",
                        "OPENCODE_CONFIG_CONTENT",
                        configuration(modelPort)));
        Agent agent = new Agent(builder.start(), URI.create("http://127.0.0.1:" + port), log);
        agent.awaitHealth();
        return agent;
    }

    String newSession() throws Exception {
        return call("/session", Map.of()).path("id").asText();
    }

    /** Sends a prompt, waits for the end of the turn and returns the agent's last text. */
    String prompt(String session, String text) throws Exception {
        JsonNode answer = call(
                "/session/" + session + "/message",
                Map.of(
                        "model",
                        Map.of("providerID", "demo", "modelID", "demo-1"),
                        "parts",
                        List.of(Map.of("type", "text", "text", text))));
        StringBuilder said = new StringBuilder();
        answer.path("parts")
                .valueStream()
                .filter(part -> part.path("type").asText().equals("text"))
                .forEach(part -> said.append(part.path("text").asText()));
        return said.toString();
    }

    @Override
    public void close() throws Exception {
        client.shutdownNow();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private JsonNode call(String path, Object body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private void awaitHealth() throws Exception {
        HttpRequest health = HttpRequest.newBuilder(address.resolve("/global/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Instant deadline = Instant.now().plusSeconds(90);
        while (Instant.now().isBefore(deadline) && process.isAlive()) {
            try {
                client.send(health, HttpResponse.BodyHandlers.ofString());
                return;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new AssertionError("OpenCode did not start:\n" + Files.readString(log));
    }

    private static String configuration(int modelPort) throws Exception {
        Map<String, Object> model = Map.of(
                "name",
                "Demo",
                "reasoning",
                true,
                "tool_call",
                true,
                "limit",
                Map.of("context", 128_000, "output", 8_192));
        Map<String, Object> provider = Map.of(
                "npm",
                "@ai-sdk/openai-compatible",
                "options",
                Map.of("baseURL", "http://127.0.0.1:" + modelPort + "/v1", "apiKey", "none-needed"),
                "models",
                Map.of("demo-1", model));
        return JSON.writeValueAsString(Map.of(
                "model",
                "demo/demo-1",
                "small_model",
                "demo/demo-1",
                "permission",
                Map.of("*", Map.of("*", "allow")),
                "provider",
                Map.of("demo", provider)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
