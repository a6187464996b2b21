package dev.openinspect.demo;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;

/**
 * The program: an OpenAI-compatible server on loopback. It lives until the process is told to end; a request in flight
 * then gets half a second.
 */
public final class DemoModel {
    static final String MODEL = "demo-1";
    private static final String PORT_VARIABLE = "OPENINSPECT_DEMO_PORT";
    private static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"" + MODEL
            + "\",\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"open-inspect\"}]}";

    private DemoModel() {}

    public static void main(String[] arguments) {
        String port = System.getenv().getOrDefault(PORT_VARIABLE, "8086");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            System.err.println(PORT_VARIABLE + " must be a port number, not " + port);
            System.exit(2);
        }
        start(Integer.parseInt(port), Clock.systemUTC(), Thread::sleep, System.out);
    }

    /** Starts a server; port 0 takes a free one, which {@link WebServer#port()} tells. */
    static WebServer start(int port, Clock clock, Pause pause, PrintStream log) {
        ChatCompletions completions = new ChatCompletions(clock, pause, new RequestLog(log, clock));
        return WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(port)
                .maxPayloadSize(ChatCompletions.MOST_BYTES)
                .idleConnectionTimeout(Duration.ofMinutes(5))
                .shutdownGracePeriod(Duration.ofMillis(500))
                .routing(HttpRouting.builder()
                        .get("/health", (request, response) -> sendJson(response, "{\"status\":\"ok\"}"))
                        .get("/v1/models", (request, response) -> sendJson(response, MODELS))
                        .post("/v1/chat/completions", completions))
                .build()
                .start();
    }

    private static void sendJson(ServerResponse response, String json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json);
    }
}
