package dev.openinspect.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.container.OwnServer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Browser;
import dev.openinspect.system.OwnServers;
import dev.openinspect.system.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The commands of docs/deploy.md, run as they stand there, lead from Payara's own domain to a working console. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@OwnServers
class StockDomainIT {
    private static final OwnServer SERVER = new OwnServer("stock", 146);

    @BeforeAll
    static void deploy() {
        SERVER.start();
    }

    @AfterAll
    static void end() {
        SERVER.stop();
    }

    @Test
    void the_first_administrator_signs_in_and_makes_a_session() throws IOException {
        String password =
                Files.readString(SERVER.data().resolve("keys/first-password")).strip();
        Person administrator = new Person(SERVER.address(), "", "Administrator", OwnServer.ADMINISTRATOR, password);

        Browser console = administrator.signIn();

        assertThat(console.page("/sessions").expect(200).text()).contains("data-person=");
        assertThat(console.api("GET", "/me", null)
                        .expect(200)
                        .json()
                        .path("email")
                        .asText())
                .isEqualTo(OwnServer.ADMINISTRATOR);
        JsonNode session = console.api("POST", "/sessions", "{\"repository\":\"demo\",\"title\":\"On a stock domain\"}")
                .expect(201)
                .json();
        // The journal's and the application's pools, the topic and the executors are all there, or the application had
        // not started;
        // that rows are written and read shows here.
        JsonNode log = console.api("GET", "/sessions/" + session.path("id").asText() + "/events", null)
                .expect(200)
                .json();
        assertThat(log.path("events").path(0).path("seq").asInt()).isEqualTo(1);
        assertThat(console.api("GET", "/repositories", null).expect(200).text()).contains("demo");
    }

    /** Last, because it learns ids and uses them: afterwards people are disabled and tokens revoked. */
    @Test
    @Order(Integer.MAX_VALUE)
    void the_fuzzer_finds_no_answer_that_the_description_does_not_name() throws IOException {
        String password =
                Files.readString(SERVER.data().resolve("keys/first-password")).strip();
        Person administrator = new Person(SERVER.address(), "", "Administrator", OwnServer.ADMINISTRATOR, password);
        ApiClient client = administrator.client("admin");
        Fuzzer fuzzer = new Fuzzer(client);
        // These two could take the fuzzer's own rights away, and nothing behind them would be reached.
        String[] dangerous = {"--{}-operation-id", "changePerson", "--{}-operation-id", "revokeToken"};

        JsonNode first = fuzzer.run("all", option(dangerous, "exclude"));
        client.get("/people").expect(200);
        JsonNode second = fuzzer.run("dangerous", option(dangerous, "include"));

        assertThat(first.path("tested").asInt() + second.path("tested").asInt()).isEqualTo(fuzzer.operations());
    }

    private static List<String> option(String[] words, String choice) {
        return Arrays.stream(words).map(word -> word.replace("{}", choice)).toList();
    }

    @Test
    void nobody_comes_in_without_signing_in() {
        Browser stranger = new Browser(SERVER.address(), "openinspect_login=nothing");

        assertThat(stranger.api("GET", "/me", null).status()).isEqualTo(401);
        assertThat(stranger.page("/sessions").header("Location").orElse("")).contains("/sign-in");
    }
}
