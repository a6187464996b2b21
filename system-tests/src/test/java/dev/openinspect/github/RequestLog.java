package dev.openinspect.github;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What came in and how it was answered; no token and no body. Keeps the last 10,000. May be shared between threads. */
public final class RequestLog {
    private static final int MOST = 10_000;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * One call.
     *
     * @param path without the API's prefix
     * @param caller {@code nobody}, {@code app}, {@code installation}, a person's login, or {@code refused}
     * @param status 0 if the connection was cut
     */
    public record Entry(Instant at, String method, String path, String query, String caller, int status) {
        public String call() {
            return method + " " + path;
        }
    }

    synchronized void add(Entry entry) {
        if (entries.size() == MOST) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    public synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    /** Calls with a method whose path ends like this. */
    public List<Entry> of(String method, String end) {
        return all().stream()
                .filter(entry -> entry.method.equals(method) && entry.path.endsWith(end))
                .toList();
    }

    public synchronized void clear() {
        entries.clear();
    }
}
