package dev.openinspect.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one bridge connection has sent and is not yet durable. Guarded by the journal's lock. While {@code busy} a part of it is being
 * written; order is kept because nothing further leaves before.
 */
final class Pending {
    /** A little over the credit of a bridge (1,024 events, 1 MiB), which may be one frame over. */
    static final int MOST_EVENTS = 2_048;

    static final int MOST_CHARACTERS = 3 << 20;

    private final BridgeLink link;
    private final Deque<BridgeEvent> events = new ArrayDeque<>();
    private int size;
    private boolean busy;
    private boolean dropped;

    Pending(BridgeLink link) {
        this.link = link;
    }

    BridgeLink link() {
        return link;
    }

    boolean offer(List<BridgeEvent> offered) {
        int more = offered.stream().mapToInt(BridgeEvent::size).sum();
        if (events.size() + offered.size() > MOST_EVENTS || size + more > MOST_CHARACTERS) {
            return false;
        }
        events.addAll(offered);
        size += more;
        return true;
    }

    boolean ready() {
        return !busy && !dropped && !events.isEmpty();
    }

    /** The fact at the head, taken; null if the head is an ordinary event. */
    @Nullable
    BridgeEvent takeFact() {
        BridgeEvent head = events.peekFirst();
        if (head == null || !head.fact()) {
            return null;
        }
        busy = true;
        size -= head.size();
        return events.removeFirst();
    }

    /** Ordinary events from the head up to the limits, at least one. */
    List<BridgeEvent> take(int mostEvents, int mostCharacters) {
        List<BridgeEvent> taken = new ArrayList<>();
        int characters = 0;
        while (!events.isEmpty() && !events.getFirst().fact() && taken.size() < mostEvents) {
            int next = events.getFirst().size();
            if (!taken.isEmpty() && characters + next > mostCharacters) {
                break;
            }
            characters += next;
            taken.add(events.removeFirst());
        }
        size -= characters;
        busy = true;
        return taken;
    }

    void putBack(List<BridgeEvent> taken) {
        for (BridgeEvent event : taken.reversed()) {
            events.addFirst(event);
            size += event.size();
        }
        busy = false;
    }

    void written() {
        busy = false;
    }

    void drop() {
        dropped = true;
        events.clear();
        size = 0;
    }
}
