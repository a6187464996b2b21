package dev.openinspect.log;

import java.util.List;

/** A stretch of a session log in order, and where the log ended when it was read. */
public record EventPage(List<RecordedEvent> events, long lastSeq) {
    public EventPage {
        events = List.copyOf(events);
    }
}
