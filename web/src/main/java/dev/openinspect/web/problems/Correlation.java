package dev.openinspect.web.problems;

import dev.openinspect.ids.Ids;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request id: brought by the client if it is harmless, else drawn here; answered in a header and written beside every log line of the request. */
public final class Correlation {
    public static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = "dev.openinspect.requestId";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9-]{8,64}");

    private Correlation() {}

    /** Gives the request its id, once. */
    public static String begin(HttpServletRequest request, HttpServletResponse response, Ids ids) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = accepted(request.getHeader(HEADER), ids);
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        return id;
    }

    /** The id that {@link #begin} gave. */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String known ? known : "none";
    }

    static String accepted(@Nullable String brought, Ids ids) {
        return brought != null && HARMLESS.matcher(brought).matches()
                ? brought
                : ids.next().toString();
    }
}
