package dev.openinspect.changes;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;

/**
 * A file as its row keeps it.
 *
 * @param from where its packed patch begins among all of them
 * @param length of its packed patch; 0 if there is none
 */
record KeptFile(ChangedFile file, int from, int length) {

    static String json(List<KeptFile> files) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        files.forEach(kept -> array.add(kept.document()));
        return array.build().toString();
    }

    static List<KeptFile> read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            JsonArray array = reader.readArray();
            return array.getValuesAs(JsonObject.class).stream()
                    .map(KeptFile::of)
                    .toList();
        }
    }

    private JsonObjectBuilder document() {
        JsonObjectBuilder document = Json.createObjectBuilder()
                .add("path", file.path())
                .add("status", file.status().name())
                .add("added", file.added())
                .add("removed", file.removed())
                .add("binary", file.binary())
                .add("tooLarge", file.tooLarge())
                .add("bytes", file.bytes())
                .add("from", from)
                .add("length", length);
        if (file.oldPath() != null) {
            document.add("oldPath", file.oldPath());
        }
        if (file.oldMode() != null) {
            document.add("oldMode", file.oldMode());
        }
        if (file.mode() != null) {
            document.add("mode", file.mode());
        }
        if (file.oldBytes() != null) {
            document.add("oldBytes", file.oldBytes());
        }
        return document;
    }

    private static KeptFile of(JsonObject document) {
        JsonNumber oldBytes = document.getJsonNumber("oldBytes");
        ChangedFile file = new ChangedFile(
                document.getString("path"),
                document.getString("oldPath", null),
                FileStatus.valueOf(document.getString("status")),
                document.getString("oldMode", null),
                document.getString("mode", null),
                document.getJsonNumber("added").longValue(),
                document.getJsonNumber("removed").longValue(),
                document.getBoolean("binary"),
                document.getBoolean("tooLarge"),
                document.getJsonNumber("bytes").longValue(),
                oldBytes == null ? null : oldBytes.longValue());
        return new KeptFile(file, document.getInt("from"), document.getInt("length"));
    }
}
