package dev.openinspect.web.sockets;

import java.nio.charset.StandardCharsets;

/**
 * How long a text frame is. The server's own limit ({@code setMaxTextMessageBufferSize}) holds for messages that come in fragments only: Tyrus 2.1
 * hands over whole ones of up to 4 MiB.
 */
public final class FrameSize {
    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private FrameSize() {}

    /** Whether the text has more than so many bytes of UTF-8. */
    public static boolean isBeyond(int bytes, String text) {
        if (text.length() > bytes) {
            return true;
        }
        boolean surelyNot = (long) text.length() * MOST_BYTES_OF_A_CHARACTER <= bytes;
        return !surelyNot && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
