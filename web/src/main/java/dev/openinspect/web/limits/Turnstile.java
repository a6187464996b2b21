package dev.openinspect.web.limits;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts who is inside and lets in only so many of the same name, on this node. May be shared between threads. */
public final class Turnstile {
    private final ConcurrentMap<UUID, Integer> inside = new ConcurrentHashMap<>();

    /** A pass to be closed when leaving; empty if as many as may are inside. */
    public Optional<Pass> enter(UUID name, int most) {
        AtomicBoolean entered = new AtomicBoolean();
        inside.compute(name, (unused, present) -> {
            int count = present == null ? 0 : present;
            entered.set(count < most);
            return count < most ? Integer.valueOf(count + 1) : present;
        });
        return entered.get() ? Optional.of(new Pass(name)) : Optional.empty();
    }

    private void leave(UUID name) {
        inside.computeIfPresent(name, (unused, count) -> count == 1 ? null : count - 1);
    }

    /** One place inside. Closing it twice counts once. */
    public final class Pass implements AutoCloseable {
        private final UUID name;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Pass(UUID name) {
            this.name = name;
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                leave(name);
            }
        }
    }
}
