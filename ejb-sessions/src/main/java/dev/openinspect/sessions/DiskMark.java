package dev.openinspect.sessions;

/** What a new measurement of a session's disk means for those who were told, or not, that it is nearly full. */
enum DiskMark {
    UNCHANGED,
    /** Beyond 80 %, and nobody has been told yet. */
    NEARLY_FULL,
    /** Below 70 % again: the next time is worth a word of its own. */
    ROOM_AGAIN;

    static final int WARNING_PERCENT = 80;
    /** So much lower that files which come and go do not warn again and again. */
    private static final int ROOM_PERCENT = 70;

    static DiskMark of(int percent, boolean told) {
        if (!told && percent >= WARNING_PERCENT) {
            return NEARLY_FULL;
        }
        return told && percent < ROOM_PERCENT ? ROOM_AGAIN : UNCHANGED;
    }
}
