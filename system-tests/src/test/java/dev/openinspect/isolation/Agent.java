package dev.openinspect.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The agent of one session, as far as a prompt can make it do something: the demo model hands commands to OpenCode's own shell tool. */
final class Agent {
    private final ApiClient api;
    private final String session;

    private Agent(ApiClient api, String session) {
        this.api = api;
        this.session = session;
    }

    static Agent inNewSession(ApiClient api, String title) {
        return new Agent(api, api.createSession(title).path("id").asText());
    }

    String session() {
        return session;
    }

    /** Runs a shell command and returns what it printed. */
    String run(String command) {
        String prompt = api.prompt(session, "demo: bash " + command);
        JsonNode row = api.ended(session, prompt);
        if (!row.path("status").asText().equals("completed")) {
            throw new AssertionError("the prompt did not complete: " + row);
        }
        List<Event> events = api.events(session);
        return events.stream()
                .filter(event -> event.promptId().equals(prompt)
                        && event.isKind("tool")
                        && event.data().path("tool").asText().equals("bash")
                        && event.data().path("status").asText().equals("completed"))
                .map(event -> event.data().path("output").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("the agent ran nothing: " + row));
    }

    /** Runs a script that lies beside this class, with one argument. */
    String runScript(String name, String argument) {
        return run("echo " + packed(name) + " | base64 -d | gunzip > /tmp/" + name + "; echo "
                + Base64.getEncoder().encodeToString(argument.getBytes(StandardCharsets.UTF_8))
                + " | base64 -d > /tmp/argument; python3 /tmp/" + name + " \"$(cat /tmp/argument)\" 2>&1");
    }

    /** The credential that the agent finds; said backwards, because the bridge would not let it out as it is. */
    String token() {
        String said =
                run("python3 -c \"import json; print(json.load(open('/run/openinspect/boot.json'))['token'][::-1])\"");
        return new StringBuilder(said.strip()).reverse().toString();
    }

    private static String packed(String name) {
        try (InputStream in = Agent.class.getResourceAsStream(name);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            if (in == null) {
                throw new AssertionError(name + " is missing");
            }
            in.transferTo(out);
            out.finish();
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
