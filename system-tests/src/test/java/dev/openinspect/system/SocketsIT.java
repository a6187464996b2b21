package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients of the live stream do in their first moment, and what others must not feel of it. */
@ExtendWith(LogsOnFailure.class)
class SocketsIT {
    private static final Installation INSTALLATION = Installation.running();
    private static final ApiClient ADMINISTRATOR = ApiClient.administrator();
    private static final int REFUSED = 120;
    /** At once: a person has 50 streams. */
    private static final int DOORS = 20;

    /** As many streams as a person may have, and a few more. */
    private static final int FLEETING = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The server's own words when it goes on with a request that it has given back already. */
    private static final String MIXED_UP = "because \\\"context\\\" is null";

    @Test
    void a_stream_that_is_refused_touches_no_request_of_others() throws Exception {
        long logged = Files.size(log());
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(1 + DOORS)) {
            Future<Integer> others = threads.submit(() -> askUntil(over));
            List<Future<Integer>> closes = IntStream.range(0, REFUSED)
                    .mapToObj(i -> threads.submit((Callable<Integer>) SocketsIT::refused))
                    .toList();
            for (Future<Integer> close : closes) {
                assertThat(close.get()).isEqualTo(4404);
            }
            over.set(true);
            assertThat(others.get()).isPositive();
        }
        assertThat(logSince(logged)).doesNotContain(MIXED_UP);
    }

    @Test
    void clients_that_leave_as_soon_as_they_are_in_are_forgotten() {
        ApiClient fleeting = ADMINISTRATOR.addPerson("Fleeting", "member").client("read");
        String session = ADMINISTRATOR.createSession("Come and go").path("id").asText();
        try (StreamClient watching = StreamClient.open(ADMINISTRATOR, session, 0)) {
            watching.awaitFrame("state");
            for (int i = 0; i < FLEETING; i++) {
                comeAndGo(fleeting, session);
            }
            // Each of them counts among the person's streams until the server has noticed.
            Await.that(PATIENCE, "a stream for somebody who left all others", () -> {
                try (StreamClient one = StreamClient.open(fleeting, session, 0)) {
                    Await.that(
                            PATIENCE,
                            "the first frame or the end",
                            () -> !one.isOpen() || one.frame(frame -> true).isPresent());
                    return one.isOpen();
                }
            });
            Await.that(PATIENCE, "only the administrator is still shown", () -> {
                watching.say("{\"type\":\"presence\",\"status\":\"active\"}");
                return watching.lastFrame("presence_update").path("people").size() == 1;
            });
        } finally {
            ADMINISTRATOR.delete("/sessions/" + session).expect(204);
        }
    }

    @Test
    void a_frame_beyond_half_a_mebibyte_closes_the_stream() {
        String session = ADMINISTRATOR.createSession("Long frames").path("id").asText();
        try (StreamClient stream = StreamClient.open(ADMINISTRATOR, session, 0)) {
            stream.say(padded(512 << 10));
            stream.awaitFrame("pong");
            stream.say(padded((512 << 10) + 1));
            assertThat(stream.awaitClose(PATIENCE)).isEqualTo(1009);
        } finally {
            ADMINISTRATOR.delete("/sessions/" + session).expect(204);
        }
    }

    /** A frame of so many bytes. */
    private static String padded(int bytes) {
        String frame = "{\"type\":\"ping\"}";
        return frame + " ".repeat(bytes - frame.length());
    }

    private static int askUntil(AtomicBoolean over) {
        int asked = 0;
        for (; !over.get(); asked++) {
            ADMINISTRATOR.get("/me").expect(200).json();
            ADMINISTRATOR.delete("/sessions/" + UUID.randomUUID()).expectProblem(404, "not_found");
        }
        return asked;
    }

    /** The code with which the stream of a session that does not exist is closed. */
    private static int refused() {
        try (StreamClient stream =
                StreamClient.open(ADMINISTRATOR, UUID.randomUUID().toString(), 0)) {
            return stream.awaitClose(PATIENCE);
        }
    }

    /** A handshake by hand: as soon as the server has agreed the connection is gone, without a frame that says so. */
    private static void comeAndGo(ApiClient who, String session) {
        String handshake = "GET /api/v1/sessions/" + session + "/stream HTTP/1.1\r\nHost: "
                + INSTALLATION.address().getAuthority()
                + "\r\nAuthorization: Bearer " + who.token()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        try (Socket socket = new Socket(
                INSTALLATION.address().getHost(), INSTALLATION.address().getPort())) {
            socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 101");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log() {
        return INSTALLATION.data().resolve("logs/payara.log");
    }

    private static String logSince(long size) throws IOException {
        byte[] all = Files.readAllBytes(log());
        return new String(all, (int) size, all.length - (int) size, StandardCharsets.UTF_8);
    }
}
