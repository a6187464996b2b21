package dev.openinspect.clients.github;

import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GitHub's refusals in our words, with its own reason where it gives one. */
final class GitHubFailures {
    private static final int LONGEST_REASON = 300;

    private GitHubFailures() {}

    /** @param limit what {@link QuotaWatch} made of it, or null */
    static CodeHostFailure of(int status, byte[] body, @Nullable CodeHostFailure limit) {
        if (limit != null) {
            return limit;
        }
        String reason = reason(body);
        return switch (status) {
            case 401 -> failure("GitHub does not accept the credential", reason, Kind.CREDENTIAL_REFUSED, false);
            case 403 -> failure("GitHub does not allow it", reason, Kind.FORBIDDEN, false);
            case 404, 410 -> failure("GitHub has no such thing, or hides it", reason, Kind.NOT_FOUND, false);
            case 451 -> failure("GitHub withholds it for legal reasons", reason, Kind.FORBIDDEN, false);
            case 409, 422 ->
                failure("GitHub refuses it", reason, isAlreadyThere(reason) ? Kind.ALREADY_THERE : Kind.INVALID, false);
            case 400 -> failure("GitHub did not understand the request", reason, Kind.INVALID, false);
            case 301, 302, 303, 307, 308 ->
                failure("GitHub leads to another host, which is not followed", "", Kind.OTHER, false);
            case 408 -> failure("GitHub did not get the request in time", "", Kind.UNREACHABLE, true);
            default ->
                failure(
                        "GitHub answered with status " + status,
                        "",
                        status >= 500 ? Kind.UNREACHABLE : Kind.OTHER,
                        status >= 500);
        };
    }

    static CodeHostFailure unreachable(Throwable cause) {
        return new CodeHostFailure(
                "GitHub cannot be reached or does not answer in time.", Kind.UNREACHABLE, true, null, cause);
    }

    static CodeHostFailure strange(@Nullable Throwable cause) {
        return new CodeHostFailure("GitHub answered something else than expected.", Kind.OTHER, true, null, cause);
    }

    private static CodeHostFailure failure(String sentence, String reason, Kind kind, boolean retryable) {
        return new CodeHostFailure(sentence + (reason.isEmpty() ? "." : ": " + reason), kind, retryable, null, null);
    }

    private static boolean isAlreadyThere(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        return text.contains("already exists") || text.contains("already_exists");
    }

    /** The message and those of its details, without control characters, cut to 300 characters. */
    private static String reason(byte[] body) {
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            JsonObject document = reader.readObject();
            String text = Stream.concat(Stream.of(text(document, "message")), details(document))
                    .filter(part -> !part.isBlank())
                    .distinct()
                    .collect(Collectors.joining("; "))
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON - 1) + "…";
        } catch (JsonException e) {
            // Some refusals are pages for people or empty; the status says enough.
            return "";
        }
    }

    private static Stream<String> details(JsonObject document) {
        if (!(document.get("errors") instanceof JsonArray errors)) {
            return Stream.of();
        }
        return errors.stream().map(error -> switch (error) {
            case JsonString text -> text.getString();
            case JsonObject detail ->
                Stream.of(text(detail, "message"), text(detail, "field"), text(detail, "code"))
                        .filter(part -> !part.isEmpty())
                        .findFirst()
                        .map(first -> first.equals(text(detail, "field")) ? first + " " + text(detail, "code") : first)
                        .orElse("");
            default -> "";
        });
    }

    private static String text(JsonObject document, String name) {
        return document.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
