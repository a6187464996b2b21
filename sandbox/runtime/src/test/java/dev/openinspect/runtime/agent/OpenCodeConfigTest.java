package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenCodeConfigTest {
    final ObjectNode frame = Configurations.demo("http://127.0.0.1:1/git/demo.git", "http://127.0.0.1:1/model/v1/demo");

    private ObjectNode config() {
        return OpenCodeConfig.of(
                Configuration.parse(frame),
                Path.of("/run/openinspect/token"),
                provider -> "http://127.0.0.1:3/" + provider,
                "http://127.0.0.1:2/v1");
    }

    @Test
    void a_provider_is_reached_through_the_relay_with_a_token_that_stands_in_a_file() {
        var provider = config().path("provider").path("demo");

        assertThat(provider.path("npm").asText()).isEqualTo("@ai-sdk/openai-compatible");
        assertThat(Json.write(provider.path("options")))
                .isEqualTo("{\"baseURL\":\"http://127.0.0.1:3/demo\",\"apiKey\":\"{file:/run/openinspect/token}\"}");
        assertThat(provider.at("/models/demo-1/limit/context").asInt()).isEqualTo(128_000);
        assertThat(provider.at("/models/demo-1/cost/output").asDouble()).isEqualTo(2.0);
    }

    @Test
    void an_anthropic_endpoint_is_spoken_to_in_its_own_way() {
        ((ObjectNode) frame.path("providers").path(0)).put("kind", "anthropic");

        assertThat(config().at("/provider/demo/npm").asText()).isEqualTo("@ai-sdk/anthropic");
    }

    @Test
    void nothing_is_asked_shared_updated_or_snapshotted() {
        assertThat(Json.write(config().path("permission"))).isEqualTo("{\"*\":{\"*\":\"allow\"}}");
        assertThat(config().path("share").asText()).isEqualTo("disabled");
        assertThat(config().path("autoupdate").asBoolean(true)).isFalse();
        assertThat(config().path("snapshot").asBoolean(true)).isFalse();
    }

    @Test
    void the_guard_of_its_store_is_a_plugin_that_the_agent_is_told_about() {
        var config = config();

        OpenCodeConfig.guard(config, URI.create("file:///run/plugin.mjs"), Path.of("/run/instructions.md"));

        assertThat(Json.write(config.path("plugin"))).isEqualTo("[\"file:///run/plugin.mjs\"]");
        assertThat(Json.write(config.path("instructions"))).isEqualTo("[\"/run/instructions.md\"]");
    }

    @Test
    void our_tools_are_offered_with_their_secret_and_without_a_sign_in() {
        var config = config();

        OpenCodeConfig.offerTools(config, "http://127.0.0.1:4/mcp", Map.of("Authorization", "Bearer secret"));

        assertThat(Json.write(config.at("/mcp/open-inspect")))
                .isEqualTo("{\"type\":\"remote\",\"url\":\"http://127.0.0.1:4/mcp\",\"enabled\":true,\"oauth\":false,"
                        + "\"timeout\":3700000,\"headers\":{\"Authorization\":\"Bearer secret\"}}");
    }
}
