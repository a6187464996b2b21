package dev.openinspect.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can stand in a session log. The codes are stored: never change or reuse one. */
public enum EventType {
    SANDBOX_SPAWNING(1),
    SANDBOX_READY(2),
    SANDBOX_EVENT(3),
    ARTIFACT_CREATED(4),
    SESSION_STATUS(5),
    PROMPT_QUEUED(6),
    PROMPT_STARTED(7),
    PROMPT_FINISHED(8),
    BOOT_PHASE(9),
    BRANCH_PUSHED(10),
    TITLE(11),
    WARNING(12),
    ERROR(13),
    WORK(14),
    SANDBOX_STOPPED(15),
    PARTICIPANT_JOINED(16),
    PULL_REQUEST(17),
    SNAPSHOT(20),
    RESTORED(21),
    QUESTION(22),
    STATUS_REPORTED(23),
    CHANGES(24);

    private static final Map<Integer, EventType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::code, type -> type));
    private static final Map<String, EventType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, type -> type));

    private final int code;

    EventType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static EventType ofCode(int code) {
        EventType type = BY_CODE.get(code);
        if (type == null) {
            throw new IllegalStateException("event type " + code + " is from a newer release");
        }
        return type;
    }

    public static Optional<EventType> ofWireName(String name) {
        return Optional.ofNullable(BY_WIRE_NAME.get(name));
    }
}
