import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures a running installation: how fast a session becomes ready, how fast a warm sandbox answers, and the rate of the hot path with one
 * session and one client. For the rate it takes the place of the session's bridge: the real supervisor is paused meanwhile, so the events
 * come from here, through the real gate, journal, feed and socket.
 *
 * <p>{@code java Bench.java <address> <sandbox address> <API token>}; must be able to read the sandbox's /proc (root).
 */
final class Bench {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int EVENTS = 60_000;
    private static final int CREDIT = 1_000;

    private final String address;
    private final String sandboxAddress;
    private final String token;

    private Bench(String address, String sandboxAddress, String token) {
        this.address = address;
        this.sandboxAddress = sandboxAddress;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(arguments[0], arguments[1], arguments[2]);
        String session = bench.boots();
        bench.warmTurns(session);
        for (int perFrame : new int[] {1, 10, 64}) {
            bench.rate(session, perFrame, 300);
        }
        bench.rate(session, 10, 2_048);
    }

    /** Three fresh sessions; answers the last one. */
    private String boots() throws Exception {
        String session = "";
        for (int i = 0; i < 3; i++) {
            session = field(call("POST", "/api/v1/sessions", "{\"repository\":\"demo\"}"), "id");
            Instant start = Instant.now();
            prompt(session, "demo: say ready");
            Duration ready = Duration.between(start, at(session, "sandbox_ready"));
            await(session, "prompt_finished", 1);
            System.out.printf("create to ready: %d ms%n", ready.toMillis());
            if (i < 2) {
                call("DELETE", "/api/v1/sessions/" + session, null);
            }
        }
        return session;
    }

    private void warmTurns(String session) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long before = lastSeq(session);
            Instant start = Instant.now();
            prompt(session, "demo: say warm " + i);
            await(session, "prompt_finished", i + 2);
            String page = call("GET", "/api/v1/sessions/" + session + "/events?limit=1000&after=" + before, null);
            Matcher first = Pattern.compile("\"type\":\"sandbox_event\",\"at\":\"([^\"]+)\"").matcher(page);
            if (!first.find()) {
                throw new IllegalStateException("the turn had no agent event");
            }
            millis.add(Duration.between(start, Instant.parse(first.group(1))).toMillis());
        }
        System.out.println("prompt to first agent event in a warm sandbox (ms): " + millis);
    }

    private void rate(String session, int perFrame, int size) throws Exception {
        Supervisor supervisor = Supervisor.of(session);
        supervisor.signal("STOP");
        try {
            Listener bridge = new Listener();
            WebSocket socket = HTTP.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + supervisor.token())
                    .buildAsync(URI.create(sandboxAddress.replace("http", "ws") + "/bridge"), bridge)
                    .get(10, TimeUnit.SECONDS);
            socket.sendText("{\"type\":\"hello\",\"protocol\":1,\"generation\":" + supervisor.generation() + ",\"runtime\":\"bench\",\"pending\":0,\"configured\":true}", true).get();
            long first = bridge.welcome.get(10, TimeUnit.SECONDS) + 1;
            long seq = lastSeq(session);
            Listener client = new Listener();
            WebSocket stream = HTTP.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(address.replace("http", "ws") + "/api/v1/sessions/" + session + "/stream?after=" + seq), client)
                    .get(10, TimeUnit.SECONDS);
            Thread.sleep(500);
            String padding = "x".repeat(Math.max(1, size - 120));
            long start = System.nanoTime();
            for (long n = first; n < first + EVENTS; n += perFrame) {
                while (n + perFrame - 1 - Math.max(bridge.acked.get(), first - 1) > CREDIT || (n - bridge.acked.get()) * size > 900_000) {
                    Thread.onSpinWait();
                    bridge.check();
                }
                StringBuilder frame = new StringBuilder("{\"type\":\"events\",\"events\":[");
                for (int i = 0; i < perFrame; i++) {
                    frame.append(i == 0 ? "" : ",").append("{\"n\":").append(n + i).append(",\"type\":\"sandbox_event\",\"at\":\"")
                            .append(Instant.now()).append("\",\"data\":{\"kind\":\"bench\",\"text\":\"").append(padding).append("\"}}");
                }
                socket.sendText(frame.append("]}").toString(), true).get(10, TimeUnit.SECONDS);
            }
            long last = first + (EVENTS + perFrame - 1) / perFrame * (long) perFrame - 1;
            while (bridge.acked.get() < last) {
                Thread.sleep(1);
                bridge.check();
            }
            double durable = (System.nanoTime() - start) / 1e9;
            while (client.events.get() < last - first + 1) {
                Thread.sleep(1);
                client.check();
            }
            double delivered = (System.nanoTime() - start) / 1e9;
            long count = last - first + 1;
            System.out.printf("%d per frame, %d B: durable %.0f events/s, delivered %.0f events/s (%d events, gapless: %s)%n",
                    perFrame, size, count / durable, count / delivered, count, client.gapless(seq));
            socket.abort();
            stream.abort();
        } finally {
            supervisor.signal("CONT");
        }
    }

    private void prompt(String session, String text) throws Exception {
        call("POST", "/api/v1/sessions/" + session + "/prompts", "{\"text\":\"" + text + "\"}");
    }

    private Instant at(String session, String type) throws Exception {
        return Instant.parse(await(session, type, 1));
    }

    /** Waits up to two minutes for the count-th event of a type and answers its time. */
    private String await(String session, String type, int count) throws Exception {
        Pattern pattern = Pattern.compile("\"type\":\"" + type + "\",\"at\":\"([^\"]+)\"");
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < deadline) {
            Matcher found = pattern.matcher(call("GET", "/api/v1/sessions/" + session + "/events?limit=1000&after=0", null));
            for (int i = 1; found.find(); i++) {
                if (i == count) {
                    return found.group(1);
                }
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("no " + type + " within two minutes");
    }

    private long lastSeq(String session) throws Exception {
        return Long.parseLong(field(call("GET", "/api/v1/sessions/" + session, null), "lastSeq"));
    }

    private String call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"?([^\",}]+)").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in the answer");
        }
        return found.group(1);
    }

    /** The paused supervisor of a session's sandbox, found by the boot file that only it sees. */
    private record Supervisor(long pid, String token, String generation) {
        static Supervisor of(String session) throws IOException {
            for (ProcessHandle process : (Iterable<ProcessHandle>) ProcessHandle.allProcesses()::iterator) {
                Path boot = Path.of("/proc/" + process.pid() + "/root/run/openinspect/boot.json");
                Optional<String> command = process.info().commandLine();
                if (command.isPresent() && command.get().contains("dev.openinspect.runtime.Supervisor") && Files.isReadable(boot)) {
                    String text = Files.readString(boot);
                    if (text.contains(session) && command.get().contains("/opt/openinspect/jdk") && !command.get().contains("bwrap")) {
                        return new Supervisor(process.pid(), field(text.replace(" ", ""), "token"), field(text.replace(" ", ""), "generation"));
                    }
                }
            }
            throw new IllegalStateException("the sandbox's supervisor was not found; run as root");
        }

        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
        }
    }

    /** Counts acknowledgements, or events and their sequence. */
    private static final class Listener implements WebSocket.Listener {
        private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+),\"type\"");
        private final CompletableFuture<Long> welcome = new CompletableFuture<>();
        private final AtomicLong acked = new AtomicLong();
        private final AtomicLong events = new AtomicLong();
        private final List<Long> seqs = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private volatile String closed;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String frame) {
            if (frame.startsWith("{\"type\":\"ack\"")) {
                acked.set(Long.parseLong(field(frame, "n")));
            } else if (frame.startsWith("{\"type\":\"welcome\"")) {
                acked.set(Long.parseLong(field(frame, "acked")));
                welcome.complete(acked.get());
            } else if (frame.startsWith("{\"type\":\"events\"")) {
                Matcher found = SEQ.matcher(frame);
                int count = 0;
                while (found.find()) {
                    seqs.add(Long.parseLong(found.group(1)));
                    count++;
                }
                events.addAndGet(count);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = code + " " + reason;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed = error.toString();
        }

        void check() {
            if (closed != null) {
                throw new IllegalStateException("the socket was closed: " + closed);
            }
        }

        boolean gapless(long after) {
            for (int i = 0; i < seqs.size(); i++) {
                if (seqs.get(i) != after + 1 + i) {
                    return false;
                }
            }
            return true;
        }
    }
}
