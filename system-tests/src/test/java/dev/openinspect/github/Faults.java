package dev.openinspect.github;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls that shall go wrong. The oldest order that fits a call is used up by it. May be shared between threads. */
public final class Faults {
    private final List<Order> orders = new ArrayList<>();

    /** How a call goes wrong. */
    public sealed interface Fault {
        /** It is refused or fails with this answer, and nothing is done. */
        record Answers(int status, Map<String, String> headers, String message) implements Fault {}

        /** It is done, but not before this time is over. */
        record Waits(Duration time) implements Fault {}

        /** The connection ends before anything is done. */
        record CutBefore() implements Fault {}

        /** It is done, and the connection ends without an answer. */
        record CutAfter() implements Fault {}
    }

    private record Order(String method, Pattern path, Fault fault) {}

    /**
     * The next calls that fit go wrong.
     *
     * @param path a regular expression for all of the path, without the API's prefix
     */
    public synchronized void next(int calls, String method, String path, Fault fault) {
        for (int i = 0; i < calls; i++) {
            orders.add(new Order(method, Pattern.compile(path), fault));
        }
    }

    /** The next calls that fit are answered like this. */
    public void next(int calls, String method, String path, int status) {
        next(
                calls,
                method,
                path,
                new Fault.Answers(status, Map.of(), "The stand-in was told to answer " + status + "."));
    }

    /** The next calls that fit hear of a secondary rate limit. */
    public void secondaryLimit(int calls, String method, String path, Duration retryAfter) {
        next(
                calls,
                method,
                path,
                new Fault.Answers(
                        403,
                        Map.of("Retry-After", Long.toString(retryAfter.toSeconds())),
                        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."));
    }

    /** Forgets what has not gone wrong yet. */
    public synchronized void clear() {
        orders.clear();
    }

    /** How many calls are still to go wrong. */
    public synchronized int left() {
        return orders.size();
    }

    synchronized Optional<Fault> take(Request request) {
        for (Order order : orders) {
            if (order.method.equals(request.method())
                    && order.path.matcher(request.path()).matches()) {
                orders.remove(order);
                return Optional.of(order.fault);
            }
        }
        return Optional.empty();
    }
}
