package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Where tools reach the control plane: its sandbox door, below {@code /tools}, with this sandbox's token. May be shared between threads. */
public final class ToolDoor {
    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI root;
    private final Path tokenFile;

    /** @param controlUrl the sandbox door, as the host said it */
    public ToolDoor(URI controlUrl, Path tokenFile) {
        this.root = URI.create(controlUrl.toString().replaceFirst("/+$", "") + "/tools/");
        this.tokenFile = tokenFile;
    }

    /** An answer of the control plane's application: what it did, or why not. */
    record Said(int status, JsonNode document) {
        boolean refused() {
            return status >= 400;
        }

        /** Whether the same request may be answered otherwise in a moment. */
        boolean passing() {
            return status == 429 || status >= 500;
        }
    }

    Said post(String tool, JsonNode wish) throws IOException, InterruptedException {
        return send(request(tool)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(wish)))
                .build());
    }

    /**
     * Sends a file, whose bytes are read while they are sent.
     *
     * @param query after the question mark, encoded
     * @param limit for all of it
     */
    Said send(String tool, String query, Supplier<InputStream> content, Duration limit)
            throws IOException, InterruptedException {
        return send(request(tool + "?" + query)
                .timeout(limit)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofInputStream(content))
                .build());
    }

    Said get(String tool) throws IOException, InterruptedException {
        return send(request(tool).GET().build());
    }

    private HttpRequest.Builder request(String tool) throws IOException {
        return HttpRequest.newBuilder(root.resolve(tool))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
                .header("Accept", "application/json");
    }

    /** @throws IOException also if the server answers without its application, which is then away */
    private Said send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var in = answer.body()) {
            var body = new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
            if (answer.headers().firstValue("X-Request-Id").isEmpty())
                throw new IOException("the control plane is away");
            return new Said(answer.statusCode(), body.isBlank() ? Json.object() : Json.read(body));
        } catch (Json.MalformedJson e) {
            throw new IOException("the control plane's answer is no JSON", e);
        }
    }
}
