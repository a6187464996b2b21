package dev.openinspect.web.sandboxgate;

import dev.openinspect.images.ImagePlan;
import dev.openinspect.models.ModelCatalog.Model;
import dev.openinspect.models.ModelCatalog.Provider;
import dev.openinspect.sessions.BridgeConfiguration;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/**
 * Writes the frame that tells a sandbox what it works on. Addresses lead through the sandbox door; no key of a model and no credential of Git is in it, but the
 * secrets that the sandbox is to have, so the frame is never logged.
 */
final class ConfigureFrame {
    private static final int SETUP_SECONDS = 300;
    private static final int START_SECONDS = 120;
    private static final int CLONE_SECONDS = 900;

    private final String door;

    ConfigureFrame(int sandboxPort) {
        this.door = "http://127.0.0.1:" + sandboxPort;
    }

    String write(BridgeConfiguration configuration) {
        JsonObjectBuilder repository = Json.createObjectBuilder()
                .add("name", configuration.repository())
                .add("cloneUrl", door + "/git/" + configuration.repository() + ".git")
                .add("baseBranch", configuration.baseBranch())
                .add("workBranch", configuration.workBranch());
        if (configuration.baseCommit() == null) {
            repository.addNull("baseCommit");
        } else {
            repository.add("baseCommit", configuration.baseCommit());
        }
        JsonArrayBuilder providers = Json.createArrayBuilder();
        configuration.providers().forEach(provider -> providers.add(provider(provider)));
        JsonObjectBuilder secrets = Json.createObjectBuilder();
        configuration.secrets().forEach(secrets::add);
        JsonObjectBuilder frame = Json.createObjectBuilder()
                .add("type", "configure")
                .add("session", configuration.sessionId().toString())
                .add("title", configuration.title())
                .add("repository", repository)
                .add("submodules", submodules(configuration))
                .add(
                        "committer",
                        Json.createObjectBuilder().add("name", "Open-Inspect").add("email", "bot@open-inspect.dev"))
                .add("secrets", secrets)
                .add("model", configuration.model())
                .add("smallModel", configuration.model())
                .add("providers", providers)
                .add(
                        "timeouts",
                        Json.createObjectBuilder()
                                .add("setupSeconds", SETUP_SECONDS)
                                .add("startSeconds", START_SECONDS)
                                .add("cloneSeconds", CLONE_SECONDS));
        images(frame, configuration.images());
        if (configuration.history() != null) {
            frame.add("history", configuration.history());
        }
        return frame.build().toString();
    }

    private static void images(JsonObjectBuilder frame, ImagePlan plan) {
        ImagePlan.Build build = plan.build();
        if (build != null) {
            JsonObjectBuilder wanted = Json.createObjectBuilder().add("seconds", build.seconds());
            if (build.command() != null) {
                wanted.add("command", build.command());
            }
            frame.add("build", wanted);
        }
        if (plan.known() != null) {
            JsonArrayBuilder known = Json.createArrayBuilder();
            plan.known().stream().sorted().forEach(known::add);
            frame.add("baseline", Json.createObjectBuilder().add("known", known));
        }
    }

    private JsonArrayBuilder submodules(BridgeConfiguration configuration) {
        JsonArrayBuilder submodules = Json.createArrayBuilder();
        configuration
                .readable()
                .forEach((name, addresses) -> addresses.forEach(address -> submodules.add(Json.createObjectBuilder()
                        .add("url", address)
                        .add("doorUrl", door + "/git/" + name + ".git"))));
        return submodules;
    }

    private JsonObjectBuilder provider(Provider provider) {
        JsonArrayBuilder models = Json.createArrayBuilder();
        provider.models().forEach(model -> models.add(model(model)));
        return Json.createObjectBuilder()
                .add("id", provider.id())
                .add("kind", provider.protocol().name().toLowerCase(Locale.ROOT))
                .add("name", provider.name())
                .add("baseUrl", door + "/model/v1/" + provider.id())
                .add("models", models);
    }

    private static JsonObjectBuilder model(Model model) {
        return Json.createObjectBuilder()
                .add("id", model.id())
                .add("name", model.name())
                .add("context", model.contextTokens())
                .add("output", model.outputTokens())
                .add("costInput", model.inputCost())
                .add("costOutput", model.outputCost());
    }
}
