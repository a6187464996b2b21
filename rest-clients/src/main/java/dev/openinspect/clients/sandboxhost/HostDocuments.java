package dev.openinspect.clients.sandboxhost;

import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.LogPiece;
import dev.openinspect.sandboxes.SandboxProvider.Mirror;
import dev.openinspect.sandboxes.SandboxProvider.Order;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotState;
import dev.openinspect.sandboxes.SandboxProvider.State;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The host's JSON documents as our records, and ours as its. */
final class HostDocuments {
    private HostDocuments() {}

    static byte[] order(Order order, int controlPort) {
        JsonObjectBuilder document = Json.createObjectBuilder()
                .add("id", order.sessionId().toString())
                .add("generation", order.generation())
                .add("source", source(order.snapshot()))
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
                        Json.createObjectBuilder().add("allow", Json.createArrayBuilder(order.allowedNetworks())));
        if (order.mirror() != null) {
            document.add("mirror", mirror(order.mirror()));
        }
        return bytes(document.build());
    }

    private static JsonObjectBuilder mirror(Mirror mirror) {
        return Json.createObjectBuilder()
                .add("key", mirror.repositoryId().toString())
                .add("repository", mirror.repository())
                .add("branch", mirror.branch());
    }

    private static JsonObjectBuilder source(@Nullable UUID snapshot) {
        return snapshot == null
                ? Json.createObjectBuilder().add("kind", "layer")
                : Json.createObjectBuilder().add("kind", "snapshot").add("snapshot", snapshot.toString());
    }

    static byte[] snapshot(UUID snapshotId, List<String> without) {
        return bytes(Json.createObjectBuilder()
                .add("snapshot", snapshotId.toString())
                .add("without", Json.createArrayBuilder(without))
                .build());
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

    static SnapshotReport snapshot(JsonObject document) {
        return new SnapshotReport(
                UUID.fromString(document.getString("snapshot")),
                UUID.fromString(document.getString("session")),
                SnapshotState.valueOf(document.getString("state").toUpperCase(Locale.ROOT)),
                document.getJsonNumber("bytes").longValueExact(),
                document.getJsonNumber("files").longValueExact(),
                text(document, "reason"),
                Instant.parse(document.getString("takenAt")));
    }

    static List<SnapshotReport> snapshots(JsonObject document) {
        return document.getJsonArray("snapshots").getValuesAs(JsonObject.class).stream()
                .map(HostDocuments::snapshot)
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
                document.getBoolean("snapshots"),
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
