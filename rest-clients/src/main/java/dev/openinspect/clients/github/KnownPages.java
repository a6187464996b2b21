package dev.openinspect.clients.github;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists page by page and keeps each page with its entity tag, so that asking for an unchanged one costs no quota. Holds the 200 pages used last. May be
 * shared between threads.
 */
final class KnownPages<T> {
    static final int SIZE = 100;
    private static final int MOST_KEPT = 200;

    private final Map<String, Page<T>> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param name of the list, and of whoever asks
     * @param most entries; what comes after them is not asked for
     */
    Listing<T> read(String name, int most, Ask ask, Function<GitHubReply, List<T>> understand) {
        List<T> found = new ArrayList<>();
        boolean goesOn = true;
        for (int number = 1; goesOn && found.size() < most; number++) {
            Page<T> page = page(name + " " + number, number, ask, understand);
            found.addAll(page.entries());
            goesOn = page.hasNext();
        }
        boolean cut = goesOn || found.size() > most;
        return new Listing<>(found.size() > most ? found.subList(0, most) : found, cut);
    }

    private Page<T> page(String name, int number, Ask ask, Function<GitHubReply, List<T>> understand) {
        Page<T> known = known(name);
        GitHubReply reply = ask.page(known == null ? null : known.entityTag(), number);
        if (known != null && reply.unchanged()) {
            return known;
        }
        Page<T> page = new Page<>(reply.entityTag().orElse(null), understand.apply(reply), reply.hasNextPage());
        keep(name, page);
        return page;
    }

    private synchronized @Nullable Page<T> known(String name) {
        return kept.get(name);
    }

    private synchronized void keep(String name, Page<T> page) {
        kept.put(name, page);
        if (kept.size() > MOST_KEPT) {
            String eldest = kept.keySet().iterator().next();
            kept.remove(eldest);
        }
    }

    /** One request for one page. */
    interface Ask {
        GitHubReply page(@Nullable String entityTag, int number);
    }

    /** What was read, and whether there would have been more. */
    record Listing<T>(List<T> entries, boolean cut) {
        Listing {
            entries = List.copyOf(entries);
        }
    }

    private record Page<T>(@Nullable String entityTag, List<T> entries, boolean hasNext) {}
}
