package dev.openinspect.runtime.agent;

import java.time.Clock;
import java.util.function.IntUnaryOperator;

/**
 * Ids for our messages that sort as OpenCode's own: {@code msg_}, twelve hex digits of milliseconds and a counter, fourteen letters.
 * OpenCode's loop compares ids to see whether a prompt is answered already, so an id that sorts before an older one would end its turn
 * at once. Used by one thread.
 */
final class MessageIds {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LETTERS = 14;
    private static final long MASK = 0xffff_ffff_ffffL;

    private final Clock clock;
    private final IntUnaryOperator random;
    private String last = "";

    /** @param random answers a number from 0 to its argument, exclusive */
    MessageIds(Clock clock, IntUnaryOperator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A message that exists already: what comes next sorts after it, even if this machine's clock is behind the one before. */
    void seen(String id) {
        if (id.startsWith("msg_") && id.length() >= 16 && id.compareTo(last) > 0) last = id;
    }

    String next() {
        var time = (clock.millis() << 12) & MASK;
        if (!last.isEmpty()) {
            var before = Long.parseLong(last.substring(4, 16), 16);
            time = Math.max(time, before + 1) & MASK;
        }
        var id = new StringBuilder("msg_%012x".formatted(time));
        for (var i = 0; i < RANDOM_LETTERS; i++) id.append(LETTERS.charAt(random.applyAsInt(LETTERS.length())));
        last = id.toString();
        return last;
    }
}
