package dev.openinspect.runtime.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code configure} frame: what a sandbox needs to know before it does anything.
 *
 * @param images what an image of the layer is wanted for
 * @param history the session's earlier turns, for an agent that does not remember them; nothing if there were none
 */
public record Configuration(
        String session,
        Repository repository,
        List<Submodule> submodules,
        Person committer,
        Map<String, String> secrets,
        String model,
        String smallModel,
        List<Provider> providers,
        Timeouts timeouts,
        Images images,
        @Nullable String history) {

    /** What git would take for an option or a trick in a name is refused here, once. */
    private static final Pattern BRANCH =
            Pattern.compile("(?!-)(?!.*\\.\\.)(?!.*@\\{)[^\\s~^:?*\\[\\\\\\p{Cntrl}]{1,250}");

    private static final Pattern FOLDER = Pattern.compile("(?!\\.\\.?$)[A-Za-z0-9_.][A-Za-z0-9._-]{0,99}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public Configuration {
        submodules = List.copyOf(submodules);
        secrets = Map.copyOf(secrets);
        providers = List.copyOf(providers);
    }

    public record Repository(
            String name,
            String cloneUrl,
            String baseBranch,
            String workBranch,
            @Nullable String baseCommit) {
        public Repository {
            if (!FOLDER.matcher(folder(name)).matches()) throw new IllegalArgumentException("repository name " + name);
            if (!BRANCH.matcher(baseBranch).matches()) throw new IllegalArgumentException("base branch " + baseBranch);
            if (!BRANCH.matcher(workBranch).matches()) throw new IllegalArgumentException("work branch " + workBranch);
            if (baseBranch.equals(workBranch)) throw new IllegalArgumentException("work branch equals base branch");
            if (baseCommit != null && !COMMIT.matcher(baseCommit).matches())
                throw new IllegalArgumentException("base commit " + baseCommit);
            if (cloneUrl.startsWith("-")) throw new IllegalArgumentException("clone URL " + cloneUrl);
        }

        /** The folder below the workspace: the last part of a name like {@code owner/name}. */
        public String folder() {
            return folder(name);
        }

        private static String folder(String name) {
            return name.substring(name.lastIndexOf('/') + 1);
        }
    }

    /**
     * A repository that the session may read besides its own.
     *
     * @param url as {@code .gitmodules} may call it
     * @param doorUrl where it is fetched instead
     */
    public record Submodule(String url, String doorUrl) {
        public Submodule {
            if (url.isBlank() || doorUrl.isBlank()) throw new IllegalArgumentException("submodule without an address");
        }
    }

    public record Person(String name, String email) {}

    public record Provider(String id, Kind kind, String name, String baseUrl, List<Model> models) {
        public Provider {
            models = List.copyOf(models);
        }
    }

    /** Which protocol an endpoint speaks. */
    public enum Kind {
        OPENAI,
        ANTHROPIC
    }

    public record Model(String id, String name, int context, int output, double costInput, double costOutput) {}

    public record Timeouts(Duration setup, Duration start, Duration cloning) {}

    /** @throws IllegalArgumentException with the reason, if the frame cannot be used */
    public static Configuration parse(JsonNode frame) {
        var repository = frame.path("repository");
        var committer = frame.path("committer");
        var model = required(frame, "model");
        return new Configuration(
                required(frame, "session"),
                new Repository(
                        required(repository, "name"),
                        required(repository, "cloneUrl"),
                        required(repository, "baseBranch"),
                        required(repository, "workBranch"),
                        Json.text(repository, "baseCommit").orElse(null)),
                submodules(frame.path("submodules")),
                new Person(
                        committer.path("name").asText("Open-Inspect"),
                        committer.path("email").asText("bot@open-inspect.dev")),
                secrets(frame.path("secrets")),
                model,
                Json.text(frame, "smallModel").orElse(model),
                providers(frame.path("providers")),
                timeouts(frame.path("timeouts")),
                Images.parse(frame),
                Json.text(frame, "history").orElse(null));
    }

    private static String required(JsonNode node, String field) {
        return Json.text(node, field).orElseThrow(() -> new IllegalArgumentException("configure lacks " + field));
    }

    private static Map<String, String> secrets(JsonNode node) {
        var secrets = new TreeMap<String, String>();
        node.properties()
                .forEach(field -> secrets.put(field.getKey(), field.getValue().asText()));
        return secrets;
    }

    private static List<Submodule> submodules(JsonNode nodes) {
        var submodules = new ArrayList<Submodule>();
        for (var node : nodes) submodules.add(new Submodule(required(node, "url"), required(node, "doorUrl")));
        return submodules;
    }

    private static List<Provider> providers(JsonNode nodes) {
        var providers = new ArrayList<Provider>();
        for (var node : nodes) {
            var kind =
                    switch (required(node, "kind")) {
                        case "openai" -> Kind.OPENAI;
                        case "anthropic" -> Kind.ANTHROPIC;
                        default -> throw new IllegalArgumentException("provider kind " + node.path("kind"));
                    };
            var id = required(node, "id");
            providers.add(new Provider(
                    id,
                    kind,
                    Json.text(node, "name").orElse(id),
                    required(node, "baseUrl"),
                    models(node.path("models"))));
        }
        return providers;
    }

    private static List<Model> models(JsonNode nodes) {
        var models = new ArrayList<Model>();
        for (var node : nodes) {
            var id = required(node, "id");
            models.add(new Model(
                    id,
                    Json.text(node, "name").orElse(id),
                    node.path("context").asInt(128_000),
                    node.path("output").asInt(8_192),
                    node.path("costInput").asDouble(0),
                    node.path("costOutput").asDouble(0)));
        }
        return models;
    }

    private static Timeouts timeouts(JsonNode node) {
        return new Timeouts(
                Duration.ofSeconds(node.path("setupSeconds").asLong(300)),
                Duration.ofSeconds(node.path("startSeconds").asLong(120)),
                Duration.ofSeconds(node.path("cloneSeconds").asLong(900)));
    }

    /** Ids only: the rest holds secrets. */
    @Override
    public String toString() {
        return "Configuration[session=" + session + "]";
    }
}
