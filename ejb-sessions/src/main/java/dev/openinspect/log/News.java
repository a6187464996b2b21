package dev.openinspect.log;

import java.util.List;
import java.util.UUID;

/** Tells the other nodes that there is something to look at. May lose a message (the sweep repairs), never blocks, never throws. */
public interface News {
    /** Carries events that are durable. */
    void recorded(List<Batch> batches);

    /** Carries a frame that does not stand in the log: a JSON object in one line. Lost, it is lost. */
    void show(UUID sessionId, String frame);

    /** Says that a session's rows changed and its coordinator should look. */
    void look(UUID sessionId);
}
