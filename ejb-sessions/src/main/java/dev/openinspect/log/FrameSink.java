package dev.openinspect.log;

/** Where a listener's frames go: a socket, seen from the feed. */
public interface FrameSink {
    /**
     * Sends one frame of events: JSON objects joined by commas. Calls {@code sent} once, from any thread, also on the caller's own.
     *
     * @param first sequence of the first event in it
     */
    void send(String events, long first, Runnable sent);

    /** Sends a frame that does not stand in the log, somewhere between the others. Never blocks. */
    void show(String frame);

    /** Ends the listener; it may come again from its cursor. */
    void close(Ending ending);

    /** Why the feed ends a listener, with the close codes of docs/live-stream.md. */
    enum Ending {
        TOO_SLOW(4008, "resume from your cursor"),
        AHEAD_OF_LOG(4009, "the log ends before your cursor"),
        GONE(4010, "the session was removed"),
        UNAVAILABLE(1013, "try again later");

        private final int code;
        private final String sentence;

        Ending(int code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        public int code() {
            return code;
        }

        public String sentence() {
            return sentence;
        }
    }
}
