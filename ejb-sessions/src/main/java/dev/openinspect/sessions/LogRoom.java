package dev.openinspect.sessions;

/** How much room the log of a session has left. */
enum LogRoom {
    ENOUGH,
    /** Beyond 80 %, or full already, and nobody has been told yet. */
    NEARLY_FULL,
    FULL;

    private static final int WARNING_PERCENT = 80;

    static LogRoom of(long bytes, long most, boolean told) {
        if (!told && bytes >= most / 100 * WARNING_PERCENT) {
            return NEARLY_FULL;
        }
        return bytes >= most ? FULL : ENOUGH;
    }
}
