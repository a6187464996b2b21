package dev.openinspect.clients.git;

import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.LargeFiles.Direction;
import dev.openinspect.repositories.LargeFiles.LargeFile;
import dev.openinspect.repositories.LargeFiles.Problem;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The documents of the Git LFS batch API. */
final class BatchDocuments {
    static final String TYPE = "application/vnd.git-lfs+json";
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,8000}");
    private static final List<String> NOT_TAKEN = List.of("host", "content-length", "connection", "expect", "upgrade");
    private static final int LONGEST_MESSAGE = 300;

    private BatchDocuments() {}

    static byte[] question(Direction direction, List<LargeFile> files) {
        var list = Json.createArrayBuilder();
        files.forEach(file -> list.add(object(file)));
        return bytes(Json.createObjectBuilder()
                .add("operation", direction.name().toLowerCase(Locale.ROOT))
                .add("transfers", Json.createArrayBuilder().add("basic"))
                .add("hash_algo", "sha256")
                .add("objects", list));
    }

    static byte[] file(LargeFile file) {
        return bytes(object(file));
    }

    /** One answer for each file that was asked for, in that order; one that the host leaves out has the problem 404. */
    static List<Answer> answers(byte[] body, Direction direction, List<LargeFile> asked) {
        Map<String, JsonObject> given = new HashMap<>();
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            for (JsonObject one : reader.readObject().getJsonArray("objects").getValuesAs(JsonObject.class)) {
                given.put(one.getString("oid"), one);
            }
            return asked.stream()
                    .map(file -> answer(file, direction, given.get(file.oid())))
                    .toList();
        } catch (JsonException | ClassCastException | NullPointerException e) {
            // The second and third are how JSON-P says that a field has another type or is not there.
            throw new CodeHostFailure("The repository answers, but not like one that keeps large files.", false, e);
        }
    }

    private static Answer answer(LargeFile file, Direction direction, @Nullable JsonObject given) {
        if (given == null) {
            return new Answer(file, null, null, new Problem(404, "The repository does not have this large file."));
        }
        JsonObject error = given.getJsonObject("error");
        if (error != null) {
            String message = error.getString("message", "").replaceAll("\\p{Cntrl}+", " ");
            String cut = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
            int code = error.get("code") instanceof JsonNumber number ? number.intValue() : 422;
            return new Answer(file, null, null, new Problem(code, cut));
        }
        JsonObject actions = given.getJsonObject("actions");
        if (actions == null) {
            return new Answer(file, null, null, null);
        }
        String wanted = direction.name().toLowerCase(Locale.ROOT);
        return new Answer(
                file, transfer(actions.getJsonObject(wanted)), transfer(actions.getJsonObject("verify")), null);
    }

    private static @Nullable Transfer transfer(@Nullable JsonObject action) {
        if (action == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        JsonObject given = action.getJsonObject("header");
        if (given != null) {
            given.forEach((name, value) -> {
                if (value instanceof JsonString text
                        && HEADER_NAME.matcher(name).matches()
                        && HEADER_VALUE.matcher(text.getString()).matches()
                        && !NOT_TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.put(name, text.getString());
                }
            });
        }
        return new Transfer(action.getString("href"), headers);
    }

    private static JsonObjectBuilder object(LargeFile file) {
        return Json.createObjectBuilder().add("oid", file.oid()).add("size", file.size());
    }

    private static byte[] bytes(JsonObjectBuilder document) {
        return document.build().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the host says of one file. */
    record Answer(
            LargeFile file,
            @Nullable Transfer transfer,
            @Nullable Transfer verification,
            @Nullable Problem problem) {}

    /** Where to and with what; as good as a credential. */
    record Transfer(String url, Map<String, String> headers) {
        @Override
        public String toString() {
            return "Transfer";
        }
    }
}
