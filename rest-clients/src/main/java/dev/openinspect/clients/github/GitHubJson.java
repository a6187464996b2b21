package dev.openinspect.clients.github;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads GitHub's documents; what must be there and is not makes the answer a strange one. */
final class GitHubJson {
    private GitHubJson() {}

    static long number(JsonObject document, String name) {
        if (document.get(name) instanceof JsonNumber number) {
            return number.longValue();
        }
        throw GitHubFailures.strange(null);
    }

    static String text(JsonObject document, String name) {
        String text = optionalText(document, name);
        if (text == null) {
            throw GitHubFailures.strange(null);
        }
        return text;
    }

    static @Nullable String optionalText(JsonObject document, String name) {
        return document.get(name) instanceof JsonString text ? text.getString() : null;
    }

    static boolean flag(JsonObject document, String name) {
        return JsonValue.TRUE.equals(document.get(name));
    }

    static JsonObject object(JsonObject document, String name) {
        if (document.get(name) instanceof JsonObject object) {
            return object;
        }
        throw GitHubFailures.strange(null);
    }

    static List<JsonObject> objects(JsonObject document, String name) {
        if (document.get(name) instanceof JsonArray list) {
            return objects(list);
        }
        throw GitHubFailures.strange(null);
    }

    static List<JsonObject> objects(JsonArray list) {
        return list.stream()
                .map(value -> {
                    if (value instanceof JsonObject object) {
                        return object;
                    }
                    throw GitHubFailures.strange(null);
                })
                .toList();
    }
}
