package dev.openinspect.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** One operation of the API as its description names it. A new one is found by itself. */
record Operation(String method, String path, Set<Integer> statuses, boolean body) {
    static List<Operation> all() {
        return all(Installation.running());
    }

    static List<Operation> all(Installation installation) {
        HttpRequest request = HttpRequest.newBuilder(installation.address().resolve("/openapi?format=JSON"))
                .build();
        try {
            JsonNode paths = new ObjectMapper()
                    .readTree(ApiClient.send(request).expect(200).text())
                    .path("paths");
            List<Operation> found = new ArrayList<>();
            paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                if (!method.getKey().equals("parameters")) {
                    found.add(of(method.getKey(), path.getKey(), method.getValue()));
                }
            }));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operation of(String method, String path, JsonNode description) {
        Set<Integer> statuses = new TreeSet<>();
        description.path("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path.substring("/api/v1".length()),
                statuses,
                description.has("requestBody"));
    }

    boolean hasId() {
        return path.contains("{");
    }

    /** With ids that belong to nothing. */
    String toNothing() {
        return with(new UUID(0, 7).toString());
    }

    String with(String id) {
        return path.replace("{name}", "no-such-name").replaceAll("[{][^}]*[}]", id);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
