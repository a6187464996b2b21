package dev.openinspect.faults;

/** A conversation that is hit, and the wire between its watcher and the server. */
record Victim(Conversation conversation, Proxy wire) implements AutoCloseable {
    String session() {
        return conversation.session();
    }

    @Override
    public void close() {
        conversation.close();
        wire.close();
    }
}
