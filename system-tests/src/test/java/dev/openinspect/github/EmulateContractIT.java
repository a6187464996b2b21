package dev.openinspect.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.github.PlainClient.Said;
import dev.openinspect.system.Await;
import dev.openinspect.system.OwnServers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Requests of the form that we send, to a stand-in that nobody here wrote. It has no list of an installation's repositories and no Git over HTTP, so a whole
 * installation of ours cannot be set on it, and it opens a second pull request for the same branch, which GitHub refuses; this is the part that fits.
 */
@OwnServers
class EmulateContractIT {
    private static final String SECRET = App.random(16);
    private static final String REPOSITORY = "/repos/ada/engine";

    @Test
    void from_the_apps_key_to_a_pull_request_and_its_signed_hook() throws Exception {
        try (HookReceiver hooks = new HookReceiver();
                Emulate emulate = new Emulate(hooks.address(), SECRET)) {
            PlainClient api = new PlainClient(emulate.api());
            String token = installationToken(api, emulate);
            String head = api.get(REPOSITORY + "/git/ref/heads/main", token)
                    .json()
                    .at("/object/sha")
                    .asText();
            expect(201, api.post(REPOSITORY + "/git/refs", token, reference("refs/heads/work", head)));
            expect(201, commit(api, token));

            Said opened = expect(201, api.post(REPOSITORY + "/pulls", emulate.person(), draft("work", "main")));
            expect(422, api.post(REPOSITORY + "/pulls", emulate.person(), draft("main", "main")));

            assertThat(opened.json().at("/user/login").asText()).isEqualTo("ada");
            assertThat(api.get(REPOSITORY + "/pulls?head=ada:work&state=open", token)
                            .json())
                    .hasSize(1);
            Request hook =
                    Await.until(Duration.ofSeconds(20), "the hook of the pull request", () -> hooks.received().stream()
                            .filter(it -> it.header("x-github-event").orElse("").equals("pull_request"))
                            .findFirst());
            assertThat(hook.header("x-hub-signature-256")).contains("sha256=" + hmac(hook.body()));
            assertThat(hook.header("x-github-delivery")).isPresent();
            assertThat(hook.json().path("action").asText()).isEqualTo("opened");
            assertThat(hook.json().at("/installation/id").asLong()).isEqualTo(Emulate.INSTALLATION);
        }
    }

    private static String installationToken(PlainClient api, Emulate emulate) {
        Instant now = Instant.now();
        String jwt =
                PlainClient.jwt(emulate.key(), Long.toString(Emulate.APP), now.minusSeconds(60), now.plusSeconds(540));
        ObjectNode wanted = Json.object();
        wanted.putObject("permissions").put("contents", "write").put("pull_requests", "write");
        Said said = expect(201, api.post("/app/installations/" + Emulate.INSTALLATION + "/access_tokens", jwt, wanted));
        return said.json().path("token").asText();
    }

    private static Said commit(PlainClient api, String token) {
        String content = Base64.getEncoder().encodeToString("new".getBytes(StandardCharsets.UTF_8));
        return api.put(
                REPOSITORY + "/contents/new.txt",
                token,
                Json.object().put("message", "New").put("content", content).put("branch", "work"));
    }

    private static ObjectNode reference(String name, String commit) {
        return Json.object().put("ref", name).put("sha", commit);
    }

    private static ObjectNode draft(String head, String base) {
        return Json.object().put("head", head).put("base", base).put("title", "Title");
    }

    private static Said expect(int status, Said said) {
        assertThat(said.status()).as(said.body()).isEqualTo(status);
        return said;
    }

    private static String hmac(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
