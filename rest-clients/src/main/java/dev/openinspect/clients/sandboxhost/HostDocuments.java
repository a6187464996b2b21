package dev.openinspect.clients.sandboxhost;

import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.LogPiece;
import dev.openinspect.sandboxes.SandboxProvider.Order;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.State;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The host's JSON documents as our records, and ours as its. */
final class HostDocuments {
    private HostDocuments() {}

    static byte[] order(Order order, int controlPort) {
        JsonObject document = Json.createObjectBuilder()
                .add("id", order.sessionId().toString())
                .add("generation", order.generation())
                .add("source", Json.createObjectBuilder().add("kind", "layer"))
                .add("controlPort", controlPort)
                .add("token", order.token())
                .add(
                        "limits",
                        Json.createObjectBuilder()
                                .add("memoryMiB", order.memoryMiB())
                                .add("cpus", order.cpus())
                                .add("processes", order.processes())
                                .add("diskMiB", order.diskMiB())
                                .add("files", order.files()))
                .add(
                        "network",
                        Json.createObjectBuilder().add("allow", Json.createArrayBuilder(order.allowedNetworks())))
                .build();
        return bytes(document);
    }

    static byte[] grace(Duration grace) {
        return bytes(Json.createObjectBuilder()
                .add("graceSeconds", Math.clamp(grace.toSeconds(), 0, 60))
                .build());
    }

    static Report report(JsonObject document) {
        return new Report(
                UUID.fromString(document.getString("id")),
                document.getInt("generation"),
                State.valueOf(document.getString("state").toUpperCase(Locale.ROOT)),
                text(document, "reason"),
                text(document, "detail"),
                document.get("diskPercent") instanceof JsonNumber percent ? percent.intValue() : null);
    }

    static List<Report> reports(JsonObject document) {
        return document.getJsonArray("sandboxes").getValuesAs(JsonObject.class).stream()
                .map(HostDocuments::report)
                .toList();
    }

    static LogPiece log(JsonObject document) {
        return new LogPiece(
                document.getString("text"), document.getJsonNumber("next").longValueExact());
    }

    static Capabilities capabilities(JsonObject document) {
        JsonObject limits = document.getJsonObject("limits");
        return new Capabilities(
                document.getString("isolation").equals("namespaces"),
                limits.getBoolean("memory"),
                limits.getBoolean("cpu"),
                limits.getBoolean("processes"),
                limits.getBoolean("disk"),
                document.getInt("maxSandboxes"),
                document.getJsonArray("notes").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList());
    }

    static @Nullable String text(JsonObject document, String name) {
        JsonValue value = document.get(name);
        return value instanceof JsonString string ? string.getString() : null;
    }

    private static byte[] bytes(JsonObject document) {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }
}
