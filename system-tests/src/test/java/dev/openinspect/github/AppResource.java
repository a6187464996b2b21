package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.github.Routes.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the app asks about itself, and the tokens that it gets for its installations. */
final class AppResource {
    private final World world;
    private final Tokens tokens;
    private final Places places;
    private final AccountDocuments accounts;
    private final RepositoryDocuments repositories;

    AppResource(
            World world, Tokens tokens, Places places, AccountDocuments accounts, RepositoryDocuments repositories) {
        this.world = world;
        this.tokens = tokens;
        this.places = places;
        this.accounts = accounts;
        this.repositories = repositories;
    }

    void on(Routes routes) {
        routes.on("GET", "/app", this::self)
                .on("GET", "/app/installations", this::installations)
                .on("GET", "/app/installations/{id}", this::installation)
                .on("POST", "/app/installations/{id}/access_tokens", this::give)
                .on("GET", "/installation/repositories", this::given);
    }

    private void requireApp(Call call) {
        if (!(tokens.callerOf(call.request()) instanceof Caller.AppItself)) {
            throw new Refusal(401, "A JSON web token could not be decoded");
        }
    }

    private Reply self(Call call) {
        requireApp(call);
        return Reply.json(200, accounts.app(world.app, world.bot()));
    }

    private Reply installations(Call call) {
        requireApp(call);
        Paging<AppInstallation> page = Paging.of(call.request(), places, world.installations());
        return page.on(Reply.json(200, Json.array(page.items(), it -> accounts.installation(it, world.app))));
    }

    private Reply installation(Call call) {
        requireApp(call);
        return Reply.json(200, accounts.installation(find(call), world.app));
    }

    private AppInstallation find(Call call) {
        return world.installation(call.number("id")).orElseThrow(Refusal::notFound);
    }

    private Reply give(Call call) {
        requireApp(call);
        AppInstallation installation = find(call);
        if (installation.suspended != null) {
            throw new Refusal(403, "This installation has been suspended");
        }
        JsonNode wanted = call.request().json();
        Set<Long> reach = wantedRepositories(installation, wanted);
        Map<String, String> permissions = wantedPermissions(installation, wanted.path("permissions"));
        Tokens.InstallationToken token = tokens.give(installation, reach, permissions);

        boolean some = wanted.has("repository_ids") || wanted.has("repositories");
        ObjectNode document = Json.object()
                .put("token", token.token())
                .put("expires_at", Json.time(token.expires()))
                .put("repository_selection", some || !installation.everything ? "selected" : "all");
        document.set("permissions", Json.MAPPER.valueToTree(permissions));
        if (some) {
            document.set(
                    "repositories",
                    Json.array(
                            reach,
                            id -> repositories.listed(world.repository(id).orElseThrow())));
        }
        return Reply.json(201, document);
    }

    private Set<Long> wantedRepositories(AppInstallation installation, JsonNode wanted) {
        Set<Long> given = world.repositories()
                .filter(installation::gives)
                .map(repository -> repository.id)
                .collect(Collectors.toSet());
        if (!wanted.has("repository_ids") && !wanted.has("repositories")) {
            return given;
        }
        Set<Long> reach = new HashSet<>();
        wanted.path("repository_ids").forEach(id -> reach.add(id.asLong()));
        wanted.path("repositories")
                .forEach(name -> reach.add(world.named(installation.account.login(), name.asText())
                        .map(repository -> repository.id)
                        .orElse(-1L)));
        if (reach.isEmpty() || !given.containsAll(reach)) {
            throw new Refusal(
                    422,
                    "There is at least one repository that does not exist or is not accessible to the parent"
                            + " installation.");
        }
        return reach;
    }

    private static Map<String, String> wantedPermissions(AppInstallation installation, JsonNode wanted) {
        if (!wanted.isObject()) {
            return installation.permissions;
        }
        Map<String, String> permissions = new HashMap<>(Map.of("metadata", "read"));
        wanted.properties()
                .forEach(entry ->
                        permissions.put(entry.getKey(), entry.getValue().asText()));
        permissions.forEach((name, access) -> {
            String granted = installation.permissions.getOrDefault(name, "");
            if (!granted.equals(access) && !(granted.equals("write") && access.equals("read"))) {
                throw new Refusal(422, "The permissions requested are not granted to this installation.");
            }
        });
        return permissions;
    }

    private Reply given(Call call) {
        if (!(tokens.callerOf(call.request()) instanceof Caller.Installed installed)) {
            throw Refusal.notGiven();
        }
        List<Repository> all = world.repositories()
                .filter(it -> installed.installation().gives(it)
                        && installed.repositories().contains(it.id))
                .toList();
        Paging<Repository> page = Paging.of(call.request(), places, all);
        ObjectNode document = Json.object()
                .put("total_count", page.total())
                .put("repository_selection", installed.installation().everything ? "all" : "selected");
        document.set("repositories", Json.array(page.items(), repositories::listed));
        return page.on(Reply.json(200, document));
    }
}
