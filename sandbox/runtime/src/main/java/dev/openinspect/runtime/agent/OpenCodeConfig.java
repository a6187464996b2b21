package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * OpenCode's configuration, made from what the control plane says. It goes in by {@code OPENCODE_CONFIG_CONTENT}, which a repository's
 * own configuration cannot override. The sandbox token stands in a file that the configuration names, so it is in no environment.
 */
final class OpenCodeConfig {
    static final String WARM_UP_PROVIDER = "open-inspect-warm-up";
    static final String WARM_UP_MODEL = "canned";

    static final String TOOLS = "open-inspect";

    /** Longer than the longest question to people (3,600 s); every tool has a limit of its own. */
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(3_700);

    private OpenCodeConfig() {}

    static ObjectNode of(
            Configuration configuration, Path tokenFile, UnaryOperator<String> providerUrl, String warmUpUrl) {
        var config = Json.object();
        config.put("$schema", "https://opencode.ai/config.json");
        config.put("model", configuration.model());
        config.put("small_model", configuration.smallModel());
        config.putObject("permission").putObject("*").put("*", "allow");
        config.put("snapshot", false);
        config.put("share", "disabled");
        config.put("autoupdate", false);
        var providers = config.putObject("provider");
        configuration
                .providers()
                .forEach(provider ->
                        providers.set(provider.id(), provider(provider, tokenFile, providerUrl.apply(provider.id()))));
        providers.set(WARM_UP_PROVIDER, warmUp(warmUpUrl));
        return config;
    }

    /**
     * Adds our tools. The agent sees each with {@code open-inspect_} before its name.
     *
     * @param headers what the server of the tools wants to see
     */
    static void offerTools(ObjectNode config, String url, Map<String, String> headers) {
        var server = config.putObject("mcp").putObject(TOOLS);
        server.put("type", "remote").put("url", url).put("enabled", true).put("oauth", false);
        server.put("timeout", TOOL_LIMIT.toMillis());
        var sent = server.putObject("headers");
        headers.forEach(sent::put);
    }

    /**
     * Tells the agent how to work here, beside what the repository says.
     *
     * @param file absolute; read with every prompt
     */
    static void instruct(ObjectNode config, Path file) {
        config.withArrayProperty("instructions").add(file.toString());
    }

    /** Adds our guard of what OpenCode stores; a repository can add plugins but not take this one away. */
    static void guard(ObjectNode config, URI plugin, Path instructions) {
        config.putArray("plugin").add(plugin.toString());
        config.withArrayProperty("instructions").add(instructions.toString());
    }

    private static ObjectNode provider(Configuration.Provider provider, Path tokenFile, String url) {
        var npm =
                switch (provider.kind()) {
                    case OPENAI -> "@ai-sdk/openai-compatible";
                    case ANTHROPIC -> "@ai-sdk/anthropic";
                };
        var json = endpoint(npm, provider.name(), url, "{file:" + tokenFile + "}");
        var models = json.putObject("models");
        for (var model : provider.models()) {
            var entry = models.putObject(model.id());
            entry.put("name", model.name());
            entry.putObject("limit").put("context", model.context()).put("output", model.output());
            entry.putObject("cost").put("input", model.costInput()).put("output", model.costOutput());
        }
        return json;
    }

    private static ObjectNode warmUp(String url) {
        var json = endpoint("@ai-sdk/openai-compatible", "Warm-up", url, "none");
        var model = json.putObject("models").putObject(WARM_UP_MODEL);
        model.put("name", "Canned answer");
        model.putObject("limit").put("context", 128_000).put("output", 1_024);
        return json;
    }

    private static ObjectNode endpoint(String npm, String name, String baseUrl, String key) {
        var json = Json.object();
        json.put("npm", npm);
        json.put("name", name);
        json.putObject("options").put("baseURL", baseUrl).put("apiKey", key);
        return json;
    }
}
