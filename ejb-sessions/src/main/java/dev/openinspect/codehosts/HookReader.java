package dev.openinspect.codehosts;

import org.jspecify.annotations.Nullable;

/** Understands what the code host sends to the hook door. Asks nobody. */
public interface HookReader {
    /** Whether hooks can be checked at all. */
    boolean configured();

    /** Whether the code host made this body: compares in constant time. */
    boolean isGenuine(byte[] body, String signature);

    /**
     * Puts it into our words.
     *
     * @param event the host's name for the kind of news
     * @throws IllegalArgumentException if the body is not what the host describes for this kind; its message is for administrators
     */
    Reading read(String event, String body);

    /**
     * What a body says.
     *
     * @param action the host's word for what happened, where its kind of news has one
     */
    record Reading(@Nullable String action, HostNews news) {}
}
