package dev.openinspect.hooks;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * A delivery as it came through the door, which has checked where it comes from.
 *
 * @param deliveryId the code host's id of the delivery; one that is sent again has the same
 * @param event the host's name for the kind of news
 * @param headers what came beside the body, a line each, nothing secret in it
 * @param body as text that a database keeps: without NUL
 */
public record ArrivedHook(String deliveryId, String event, String headers, String body) {
    /** Far more than a delivery has: the largest of a busy repository have a few hundred KiB. */
    public static final int MOST_BODY_BYTES = 5 * 1024 * 1024;

    public static final int LONGEST_NAME = 100;
    public static final int LONGEST_HEADERS = 4_000;

    public ArrivedHook {
        requireNonNull(body, "body");
        if (isNoName(deliveryId) || isNoName(event)) {
            throw new IllegalArgumentException("a delivery has an id and an event of 1 to 100 characters");
        }
        if (headers.length() > LONGEST_HEADERS || body.length() > MOST_BODY_BYTES) {
            throw new IllegalArgumentException("a delivery is larger than the door lets in");
        }
    }

    /** What it takes of the room for deliveries. */
    int bytes() {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isNoName(String text) {
        return text.isEmpty() || text.length() > LONGEST_NAME;
    }

    /** Without the body, which is not for a log. */
    @Override
    public String toString() {
        return "ArrivedHook[" + deliveryId + " " + event + "]";
    }
}
