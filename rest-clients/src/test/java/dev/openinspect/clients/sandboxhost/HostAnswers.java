package dev.openinspect.clients.sandboxhost;

import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.util.Locale;

/** The documents of docs/sandbox-host-api.md, written without the classes that read them. */
final class HostAnswers {
    private HostAnswers() {}

    static JsonObject document(SnapshotReport report) {
        JsonObjectBuilder document = Json.createObjectBuilder()
                .add("snapshot", report.snapshotId().toString())
                .add("session", report.sessionId().toString())
                .add("state", report.state().name().toLowerCase(Locale.ROOT))
                .add("bytes", report.bytes())
                .add("files", report.files())
                .add("takenAt", report.takenAt().toString());
        if (report.reason() != null) {
            document.add("reason", report.reason());
        }
        return document.build();
    }

    static JsonObject document(Report report) {
        JsonObjectBuilder document = Json.createObjectBuilder()
                .add("id", report.sessionId().toString())
                .add("generation", report.generation())
                .add("state", report.state().name().toLowerCase(Locale.ROOT))
                .add("acceptedAt", "2026-11-23T10:00:00Z")
                .add("newLayer", true);
        if (report.reason() != null) {
            document.add("reason", report.reason());
        }
        if (report.diskPercent() != null) {
            document.add("diskPercent", report.diskPercent());
        }
        return document.build();
    }

    static JsonObject capabilities(Capabilities capabilities) {
        return Json.createObjectBuilder()
                .add("isolation", capabilities.isolated() ? "namespaces" : "unsafe")
                .add(
                        "limits",
                        Json.createObjectBuilder()
                                .add("memory", capabilities.memoryLimit())
                                .add("cpu", capabilities.cpuLimit())
                                .add("processes", capabilities.processLimit())
                                .add("disk", capabilities.diskLimit()))
                .add("notes", Json.createArrayBuilder(capabilities.notes()))
                .add("snapshots", capabilities.snapshots())
                .add("maxSandboxes", capabilities.maxSandboxes())
                .add("sandboxes", 0)
                .build();
    }

    static JsonObject read(byte[] body) {
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readObject();
        }
    }
}
