package dev.openinspect.clients.github;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** An answer of GitHub that is no refusal. {@code document} is {@code JsonValue.NULL} where it has no body. */
record GitHubReply(int status, JsonValue document, MultivaluedMap<String, String> headers) {
    private static final Pattern NEXT_PAGE = Pattern.compile("<[^>]*>;\\s*rel=\"next\"");

    JsonObject object() {
        if (document instanceof JsonObject object) {
            return object;
        }
        throw GitHubFailures.strange(null);
    }

    JsonArray array() {
        if (document instanceof JsonArray array) {
            return array;
        }
        throw GitHubFailures.strange(null);
    }

    /** The list did not change since the entity tag that was sent along. */
    boolean unchanged() {
        return status == 304;
    }

    /** To ask with next time, so that an unchanged answer costs nothing. */
    Optional<String> entityTag() {
        return Optional.ofNullable(headers.getFirst("ETag"));
    }

    /** Whether the list goes on. Pages are counted by us: an address in an answer is not followed. */
    boolean hasNextPage() {
        String link = headers.getFirst("Link");
        return link != null && NEXT_PAGE.matcher(link).find();
    }
}
