package dev.openinspect.web.api;

import dev.openinspect.web.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list that is whole in memory, because the application bounds it. The cursor names the last thing of the page before. */
record Slice<T>(List<T> items, @Nullable String nextCursor) {
    static final int LARGEST = 1_000;

    static <T> Slice<T> of(List<T> all, Function<T, String> name, @Nullable String after, @Nullable String limit) {
        String cursor = Parameters.said(after);
        int from = cursor == null ? 0 : 1 + position(all, name, decoded(cursor));
        int to = Math.min(all.size(), from + Parameters.limit(limit, LARGEST));
        List<T> items = all.subList(from, to);
        return new Slice<>(items, to == all.size() ? null : encoded(name.apply(items.getLast())));
    }

    private static <T> int position(List<T> all, Function<T, String> name, String wanted) {
        for (int i = 0; i < all.size(); i++) {
            if (name.apply(all.get(i)).equals(wanted)) {
                return i;
            }
        }
        throw unknown();
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.badRequest(
                "invalid_parameter", "This cursor was not given out here, or its place is gone.", "cursor");
    }
}
