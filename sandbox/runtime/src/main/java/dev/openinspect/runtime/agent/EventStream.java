package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenCode's server-sent events on a thread of its own and opens them again when they break. The listener may take its time:
 * nothing is read meanwhile.
 */
final class EventStream implements AutoCloseable {
    private static final long RETRY_MILLIS = 300;

    private final OpenCodeApi api;
    private final Listener listener;
    private final Consumer<String> notes;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable InputStream open;

    interface Listener {
        /** The stream is open: events before this moment may be missing. */
        void opened() throws InterruptedException;

        void event(JsonNode event) throws InterruptedException;
    }

    EventStream(OpenCodeApi api, Listener listener, Consumer<String> notes) {
        this.api = api;
        this.listener = listener;
        this.notes = notes;
        this.thread = Thread.ofVirtual().name("opencode-events").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                try (var stream = api.events()) {
                    open = stream;
                    listener.opened();
                    read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    if (!closing)
                        notes.accept("agent events broke: " + e.getClass().getSimpleName());
                }
                if (!closing) TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closed while waiting or while the listener waited for credit.
            Thread.currentThread().interrupt();
        }
    }

    private void read(BufferedReader lines) throws IOException, InterruptedException {
        var data = new StringBuilder();
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.startsWith("data:")) {
                data.append(line, line.startsWith("data: ") ? 6 : 5, line.length());
            } else if (line.isEmpty() && !data.isEmpty()) {
                var text = data.toString();
                data.setLength(0);
                take(text);
            }
        }
    }

    private void take(String text) throws InterruptedException {
        JsonNode event;
        try {
            event = Json.read(text);
        } catch (Json.MalformedJson e) {
            notes.accept("agent sent an event that is no JSON");
            return;
        }
        listener.event(event);
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        var stream = open;
        if (stream == null) return;
        try {
            stream.close();
        } catch (IOException e) {
            notes.accept("agent events did not close: " + e.getClass().getSimpleName());
        }
    }
}
