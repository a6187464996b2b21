package dev.openinspect.web.api;

import dev.openinspect.refusals.Refused;
import dev.openinspect.web.problems.ProblemException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands in an address. */
public final class Parameters {
    static final int DEFAULT_LIMIT = 50;
    private static final Pattern UUID_SHAPE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

    private Parameters() {}

    /** The id; what is no id names nothing, which is a 404 and not a 400. */
    public static UUID id(String text, String what) {
        if (!UUID_SHAPE.matcher(text).matches()) {
            throw Refused.notFound(what);
        }
        return UUID.fromString(text);
    }

    /** What was said; an empty parameter says nothing. */
    static @Nullable String said(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** A page size: 50 if nothing is said, at least 1, at most {@code most}. */
    static int limit(@Nullable String wanted, int most) {
        String text = said(wanted);
        return text == null ? Math.min(DEFAULT_LIMIT, most) : (int) Math.clamp(number("limit", text), 1L, (long) most);
    }

    static long number(String name, String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw ProblemException.badRequest("invalid_parameter", "This parameter takes a whole number.", name);
        }
        return Long.parseLong(text);
    }

    static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw ProblemException.badRequest("invalid_parameter", "This parameter takes true or false.", name);
    }
}
