package dev.openinspect.runtime.bridge;

import org.jspecify.annotations.Nullable;

/** Whether a command was taken. Its effect comes as events. */
public record Answer(boolean accepted, @Nullable String reason) {
    public static final Answer ACCEPTED = new Answer(true, null);

    public static Answer refused(String reason) {
        return new Answer(false, reason);
    }
}
