package dev.openinspect.web.problems;

import dev.openinspect.refusals.Refused;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as RFC 9457 writes it down. {@code code} is what programs look at and never changes; {@code detail} is for people.
 *
 * @param field the field of the request that is at fault
 */
public record Problem(
        int status,
        String code,
        String detail,
        @Nullable String field,
        @Nullable Duration retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final JsonProvider JSON = JsonProvider.provider();

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, null, null);
    }

    public static Problem of(Refused refused) {
        String code = refused.code().name().toLowerCase(Locale.ROOT);
        return new Problem(refused.code().httpStatus(), code, refused.sentence(), null, refused.retryAfter());
    }

    /** Says nothing of the cause: that stands in the log under the request id. */
    public static Problem internal() {
        return of(
                500,
                "internal",
                "Something went wrong here. The log of this installation has more under the request id.");
    }

    static Problem bodyTimeout() {
        return of(408, "body_timeout", "The body of this request did not come in time.");
    }

    public String json(String requestId) {
        JsonObjectBuilder document = JSON.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title())
                .add("status", status)
                .add("code", code)
                .add("detail", detail)
                .add("requestId", requestId);
        if (field != null) {
            document.add("field", field);
        }
        if (retryAfter != null) {
            document.add("retryAfterSeconds", wholeSeconds(retryAfter));
        }
        return document.build().toString();
    }

    public Response response(String requestId) {
        Response.ResponseBuilder answer =
                Response.status(status, title()).type(MEDIA_TYPE).entity(json(requestId));
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, wholeSeconds(retryAfter));
        }
        return answer.build();
    }

    private String title() {
        return switch (status) {
            // Jakarta REST 3.1 does not know these yet.
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 507 -> "Insufficient Storage";
            default -> {
                Response.Status known = Response.Status.fromStatusCode(status);
                yield known == null ? "Refused" : known.getReasonPhrase();
            }
        };
    }

    /** Rounded up, so that whoever waits that long has waited long enough. */
    public static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
