package dev.openinspect.clients.github;

import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what GitHub answers to a code or a refresh token. */
final class GitHubGrants {
    private static final int LONGEST_TOKEN = 2_000;
    private static final int LONGEST_REASON = 300;
    private static final long LONGEST_LIFE_SECONDS = 400L * 86_400;

    private GitHubGrants() {}

    static Grant grant(JsonObject answer, Instant now) {
        String error = text(answer, "error");
        if (error != null) {
            throw refusal(error, text(answer, "error_description"));
        }
        String token = text(answer, "access_token");
        if (token == null || token.isEmpty() || token.length() > LONGEST_TOKEN) {
            throw GitHubFailures.strange(null);
        }
        String refresh = text(answer, "refresh_token");
        return new Grant(
                token,
                end(answer, "expires_in", now),
                refresh == null || refresh.isEmpty() ? null : refresh,
                end(answer, "refresh_token_expires_in", now));
    }

    /** Only what the person brought can be mended by the person; the rest is about the App and its settings. */
    private static CodeHostFailure refusal(String error, @Nullable String description) {
        boolean spent = error.equals("bad_verification_code") || error.equals("bad_refresh_token");
        String words = (error + ": " + (description == null ? "" : description)).replaceAll("\\p{Cntrl}+", " ");
        return new CodeHostFailure(
                "GitHub gives no token: " + words.substring(0, Math.min(words.length(), LONGEST_REASON)),
                spent ? Kind.CREDENTIAL_REFUSED : Kind.INVALID,
                false,
                null,
                null);
    }

    private static @Nullable Instant end(JsonObject answer, String field, Instant now) {
        if (!(answer.get(field) instanceof JsonNumber seconds)) {
            return null;
        }
        return now.plusSeconds(Math.clamp(seconds.longValue(), 0, LONGEST_LIFE_SECONDS));
    }

    private static @Nullable String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : null;
    }
}
