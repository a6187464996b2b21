package dev.openinspect.web.gitdoor;

import dev.openinspect.repositories.LargeFiles;
import dev.openinspect.repositories.LargeFiles.Direction;
import dev.openinspect.repositories.LargeFiles.LargeFile;
import dev.openinspect.repositories.LargeFiles.Problem;
import dev.openinspect.repositories.LargeFiles.State;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** The question and the answer of a Git LFS batch. Our answer leads back to this door, so no address and no header of the host reaches a sandbox. */
record LargeFileQuestion(Direction direction, List<LargeFile> files) {
    static final String TYPE = "application/vnd.git-lfs+json";

    static LargeFileQuestion read(InputStream body) throws IOException {
        try (var reader = Json.createReader(body)) {
            JsonObject document = reader.readObject();
            List<LargeFile> files = document.getJsonArray("objects").getValuesAs(JsonObject.class).stream()
                    .map(file -> new LargeFile(
                            file.getString("oid"), file.getJsonNumber("size").longValueExact()))
                    .toList();
            if (files.isEmpty() || files.size() > LargeFiles.MOST) {
                throw new IOException("a batch asks for 1 to " + LargeFiles.MOST + " files");
            }
            return new LargeFileQuestion(
                    switch (document.getString("operation")) {
                        case "download" -> Direction.DOWNLOAD;
                        case "upload" -> Direction.UPLOAD;
                        default -> throw new IOException("there is no such operation");
                    },
                    files);
        } catch (JsonException
                | ClassCastException
                | NullPointerException
                | ArithmeticException
                | IllegalArgumentException e) {
            // All of these are how JSON-P and the record say that a field is missing or has another shape.
            throw new IOException("the batch is not understood", e);
        }
    }

    /** @param door address below which one file has its own */
    String answer(String door, List<State> states) {
        var objects = Json.createArrayBuilder();
        for (State state : states) {
            LargeFile file = state.file();
            var object = Json.createObjectBuilder().add("oid", file.oid()).add("size", file.size());
            Problem problem = state.problem();
            if (problem != null) {
                object.add(
                        "error",
                        Json.createObjectBuilder().add("code", problem.code()).add("message", problem.message()));
            } else if (state.transfer()) {
                String href = door + "/" + file.oid() + "?size=" + file.size();
                object.add(
                        "actions",
                        Json.createObjectBuilder()
                                .add(
                                        direction.name().toLowerCase(Locale.ROOT),
                                        Json.createObjectBuilder().add("href", href)));
            }
            objects.add(object);
        }
        return Json.createObjectBuilder()
                .add("transfer", "basic")
                .add("hash_algo", "sha256")
                .add("objects", objects)
                .build()
                .toString();
    }
}
