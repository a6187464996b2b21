package dev.openinspect.clients.sandboxhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.ids.RandomIds;
import dev.openinspect.sandboxes.FakeSandboxes;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.Order;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProviderContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSandboxesTest extends SandboxProviderContract {
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER_KEY = new byte[32];

    static {
        Arrays.fill(OTHER_KEY, (byte) 1);
    }

    @TempDir
    Path folder;

    private final FakeSandboxes machine = new FakeSandboxes();
    private HostStandIn host;
    private SandboxProvider sandboxes;

    @BeforeEach
    void start() throws IOException {
        host = new HostStandIn(machine, KEY);
        sandboxes = client(host.url(), KEY, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Override
    protected SandboxProvider provider() {
        return sandboxes;
    }

    @Override
    protected FakeSandboxes host() {
        return machine;
    }

    @Test
    void a_sandbox_is_told_the_port_of_the_sandbox_door() {
        sandboxes.create(new Order(UUID.randomUUID(), 1, "token", 1024, 1, 100, 1024, 10_000, List.of(), null, null));

        assertThat(host.controlPortOfLastOrder()).isEqualTo(24001);
    }

    @Test
    void a_host_with_another_key_refuses() throws IOException {
        SandboxProvider stranger = client(host.url(), OTHER_KEY, Clock.systemUTC());

        assertFailure(stranger, "unauthorized", false);
    }

    @Test
    void a_call_of_another_hour_is_refused() throws IOException {
        SandboxProvider late = client(host.url(), KEY, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));

        assertFailure(late, "unauthorized", false);
    }

    @Test
    void a_connection_that_breaks_is_no_replay() {
        sandboxes.list();
        host.breakOnce();

        assertThat(sandboxes.list()).isEmpty();
    }

    @Test
    void a_host_that_is_down_can_be_tried_again() {
        host.close();

        assertFailure(sandboxes, "unreachable", true);
    }

    @Test
    void an_answer_of_something_else_is_a_failure() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
            assertFailure(client(url, KEY, Clock.systemUTC()), "bad_answer", true);
        } finally {
            other.stop(0);
        }
    }

    private static void assertFailure(SandboxProvider provider, String code, boolean retryable) {
        assertThatThrownBy(provider::list).isInstanceOfSatisfying(SandboxHostFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retryable()).isEqualTo(retryable);
        });
    }

    private SandboxProvider client(URI url, byte[] key, Clock clock) throws IOException {
        Files.writeString(folder.resolve("host.key"), HexFormat.of().formatHex(key));
        HostCalls calls = new HostCalls();
        calls.configuration =
                Environment.of("OPENINSPECT_HOST_URL", url.toString(), "OPENINSPECT_KEYS", folder.toString());
        calls.settings = Environment.settings("OPENINSPECT_HTTP_PORT", "24000");
        calls.clock = clock;
        calls.ids = new RandomIds();
        calls.connect();
        LocalSandboxes client = new LocalSandboxes();
        client.calls = calls;
        client.settings = calls.settings;
        return client;
    }
}
