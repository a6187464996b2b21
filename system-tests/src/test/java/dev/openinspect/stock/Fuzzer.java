package dev.openinspect.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.system.ApiClient;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Schemathesis, which nobody here wrote, reads our description of the API and sends what it makes up to every operation. No answer
 * may be a server error or have a status or a content that the description does not name.
 */
final class Fuzzer {
    private static final String EXAMPLES = System.getenv().getOrDefault("OPENINSPECT_FUZZ_EXAMPLES", "25");
    private static final String SEED = System.getenv().getOrDefault("OPENINSPECT_FUZZ_SEED", "1");
    /** Deleted ones among them leave enough. */
    private static final int SESSIONS = 40;

    private static final long LIMIT_MINUTES = 120;
    private static final Path FOLDER =
            Path.of(System.getenv("OPENINSPECT_SCRIPT")).resolveSibling("system-tests");

    private final ApiClient client;
    private final String sessions;

    Fuzzer(ApiClient client) {
        this.client = client;
        this.sessions = String.join(
                " ",
                IntStream.range(0, SESSIONS)
                        .mapToObj(number -> client.createSession("Fuzzed " + number)
                                .path("id")
                                .asText())
                        .toList());
    }

    /** Runs with these options and returns what the report says of operations. */
    JsonNode run(String name, List<String> options) throws IOException {
        Path reports = FOLDER.resolve("target/fuzz").resolve(name);
        List<String> command = new ArrayList<>(List.of(
                FOLDER.resolve("fuzz/fuzz.sh").toString(),
                client.address().toString(),
                reports.toString(),
                EXAMPLES,
                SEED));
        command.addAll(options);
        File output = Files.createTempFile("openinspect-fuzz", ".txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("OPENINSPECT_FUZZ_TOKEN", client.token());
        builder.environment().put("OPENINSPECT_FUZZ_SESSIONS", sessions);
        int code = finish(builder.start());

        String said = Files.readString(output.toPath());
        Files.delete(output.toPath());
        System.out.println(said);
        assertThat(code).as(said).isZero();
        return new ObjectMapper()
                .readTree(reports.resolve("report.json").toFile())
                .path("operations");
    }

    /** How many there are. */
    int operations() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(client.address().resolve("/openapi?format=JSON"))
                .build();
        JsonNode paths = new ObjectMapper()
                .readTree(ApiClient.send(request).expect(200).text())
                .path("paths");
        int count = 0;
        for (JsonNode path : paths) {
            count += path.size() - (path.has("parameters") ? 1 : 0);
        }
        return count;
    }

    private static int finish(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("the fuzzer did not end within " + LIMIT_MINUTES + " minutes");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the fuzzer ran", e);
        }
    }
}
