package dev.openinspect.pullrequests;

import java.util.UUID;

/** Takes secrets out of what is about to leave the installation. */
public interface BodyRedaction {
    /** The text without the values of secrets that this session's sandbox knows. */
    String redact(UUID sessionId, String text);
}
