package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.text.PlainText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where the control plane takes the changes: {@code PUT /changes} at its sandbox door. May be shared between threads. */
public final class ChangesDoor {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 16 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final Path tokenFile;

    /** @param controlUrl the sandbox door, as the host said it */
    public ChangesDoor(URI controlUrl, Path tokenFile) {
        this.address = URI.create(controlUrl.toString().replaceFirst("/+$", "") + "/changes");
        this.tokenFile = tokenFile;
    }

    /** The control plane does not take it, and will not the next time. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * @param number counts up within a generation: an older document that comes late replaces nothing
     * @throws IOException if it may be taken another time
     */
    void put(long number, ChangesDocument document) throws IOException, Refused, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "?number=" + number))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(document.packed()))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            var words = new String(body.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
            if (answer.statusCode() < 300) return;
            // Without that header a server answers that has no application.
            var forGood = answer.headers().firstValue("X-Request-Id").isPresent()
                    && answer.statusCode() < 500
                    && answer.statusCode() != 429;
            var sentence = "The control plane answered " + answer.statusCode() + ": " + PlainText.head(words, 500);
            if (forGood) throw new Refused(sentence);
            throw new IOException(sentence);
        }
    }
}
