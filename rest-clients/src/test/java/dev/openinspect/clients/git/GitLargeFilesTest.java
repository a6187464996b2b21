package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.repositories.LargeFiles.Direction;
import dev.openinspect.repositories.LargeFiles.LargeFile;
import dev.openinspect.repositories.LargeFiles.Problem;
import dev.openinspect.repositories.LargeFiles.State;
import dev.openinspect.repositories.RepositoryKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLargeFilesTest {
    private static final LargeFile FILE = new LargeFile("a".repeat(64), 5);
    private static final String BATCH = "POST /octo/shop.git/info/lfs/objects/batch";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final GitLargeFiles files = new GitLargeFiles();
    private HttpServer host;

    @BeforeEach
    void start() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/", this::answer);
        host.start();
        String[] settings = {"OPENINSPECT_GIT_PLAIN_LOOPBACK", "true"};
        files.configuration = Environment.of(settings);
        files.policy = new GitPolicy(files.configuration, Environment.settings(settings));
        files.http = new StreamingHttp(Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    @Test
    void a_file_is_fetched_from_where_the_host_says_with_what_it_says_and_nothing_else() throws IOException {
        actions("\"download\":{\"href\":\"" + url() + "/store/a?signature=x\",\"header\":{\"X-Key\":\"k\"}}");
        answers.put("GET /store/a?signature=x", "hello");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        files.download(address(), FILE, out);

        assertThat(out).hasToString("hello");
        assertThat(requests.getFirst()).startsWith(BATCH + " " + basic() + " null {\"operation\":\"download\"");
        assertThat(requests.getLast()).isEqualTo("GET /store/a?signature=x null k ");
    }

    @Test
    void a_file_is_brought_in_and_the_host_checks_it() throws IOException {
        actions("\"upload\":{\"href\":\"" + url() + "/store/a\"},\"verify\":{\"href\":\"" + url() + "/verify\"}");
        answers.put("PUT /store/a", "");
        answers.put("POST /verify", "");

        files.upload(address(), FILE, new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));

        assertThat(requests.subList(1, 3))
                .containsExactly(
                        "PUT /store/a null null hello",
                        "POST /verify null null {\"oid\":\"" + FILE.oid() + "\",\"size\":5}");
    }

    @Test
    void a_file_that_is_there_already_is_not_sent() throws IOException {
        answers.put(BATCH, "{\"objects\":[{\"oid\":\"" + FILE.oid() + "\",\"size\":5}]}");

        files.upload(address(), FILE, new ByteArrayInputStream(new byte[5]));

        assertThat(requests).hasSize(1);
    }

    @Test
    void a_look_says_of_each_file_what_is_to_be_done() {
        LargeFile other = new LargeFile("b".repeat(64), 6);
        LargeFile third = new LargeFile("c".repeat(64), 7);
        answers.put(
                BATCH,
                "{\"objects\":[{\"oid\":\"" + other.oid()
                        + "\",\"error\":{\"code\":404,\"message\":\"Object does not\\nexist\"}},{\"oid\":\""
                        + FILE.oid()
                        + "\",\"actions\":{\"download\":{\"href\":\"https://secret.example/a\"}}}]}");

        assertThat(files.look(address(), Direction.DOWNLOAD, List.of(FILE, other, third)))
                .containsExactly(
                        new State(FILE, true, null),
                        new State(other, false, new Problem(404, "Object does not exist")),
                        new State(third, false, new Problem(404, "The repository does not have this large file.")));
    }

    @ParameterizedTest
    @CsvSource({
        "401, CREDENTIAL_REFUSED",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "422, INVALID",
        "429, RATE_LIMITED",
        "503, UNREACHABLE",
        "302, NOT_FOUND"
    })
    void every_refusal_has_its_kind(int status, Kind kind) {
        statuses.put(BATCH, status);

        assertFailure(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"objects\":[1]}", "{\"objects\":[{}]}"})
    void an_answer_that_is_something_else_is_a_failure(String body) {
        answers.put(BATCH, body);

        assertFailure(Kind.OTHER);
    }

    @Test
    void a_transfer_into_a_private_network_is_refused() {
        actions("\"download\":{\"href\":\"https://169.254.169.254/latest/meta-data\"}");

        assertThatThrownBy(() -> files.download(address(), FILE, new ByteArrayOutputStream()))
                .isInstanceOf(CodeHostFailure.class)
                .hasMessageContaining("private network");
    }

    @Test
    void more_bytes_than_the_file_has_are_cut_off() {
        actions("\"download\":{\"href\":\"" + url() + "/store/a\"}");
        answers.put("GET /store/a", "hello and more");

        assertThatThrownBy(() -> files.download(address(), FILE, new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_local_repository_keeps_none() {
        Address local = new Address(RepositoryKind.LOCAL, "/somewhere", null);

        assertThatThrownBy(() -> files.look(local, Direction.DOWNLOAD, List.of(FILE)))
                .hasMessage("A local repository keeps no large files.");
    }

    private void assertFailure(Kind kind) {
        assertThatThrownBy(() -> files.look(address(), Direction.DOWNLOAD, List.of(FILE)))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind));
    }

    private void actions(String actions) {
        answers.put(BATCH, "{\"objects\":[{\"oid\":\"" + FILE.oid() + "\",\"size\":5,\"actions\":{" + actions + "}}]}");
    }

    private Address address() {
        return new Address(RepositoryKind.HOSTED, url() + "/octo/shop", "app:token");
    }

    private String url() {
        return "http://127.0.0.1:" + host.getAddress().getPort();
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString("app:token".getBytes(StandardCharsets.UTF_8));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(line + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("X-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answers.getOrDefault(line, "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(statuses.getOrDefault(line, 200), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
