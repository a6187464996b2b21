package dev.openinspect.people;

import java.util.UUID;

/** Sessions that are there and that nobody may know of. */
public interface HiddenSessions {
    /** Whether this is one; of a session that does not exist it is false. */
    boolean isHidden(UUID sessionId);
}
