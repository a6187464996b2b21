package dev.openinspect.github;

import dev.openinspect.github.Routes.Call;
import java.util.List;
import java.util.Map;

/** Repositories and their branches. */
final class RepositoryResource {
    private final World world;
    private final Tokens tokens;
    private final Rights rights;
    private final Places places;
    private final RepositoryDocuments documents;

    RepositoryResource(World world, Tokens tokens, Rights rights, Places places, RepositoryDocuments documents) {
        this.world = world;
        this.tokens = tokens;
        this.rights = rights;
        this.places = places;
        this.documents = documents;
    }

    void on(Routes routes) {
        routes.on("GET", "/repos/{owner}/{name}", call -> Reply.json(200, documents.full(find(call, "metadata"))))
                .on("GET", "/repos/{owner}/{name}/branches", this::branches)
                .on("GET", "/repos/{owner}/{name}/branches/{+branch}", this::branch)
                .on("GET", "/repos/{owner}/{name}/git/ref/{+reference}", this::reference);
    }

    private Repository find(Call call, String permission) {
        Caller caller = tokens.callerOf(call.request());
        Repository repository =
                world.named(call.text("owner"), call.text("name")).orElseThrow(Refusal::notFound);
        rights.require(caller, repository, permission, "read");
        return repository;
    }

    private Reply branches(Call call) {
        Repository repository = find(call, "contents");
        List<Map.Entry<String, String>> all = List.copyOf(repository.git.heads().entrySet());
        Paging<Map.Entry<String, String>> page = Paging.of(call.request(), places, all);
        return page.on(Reply.json(
                200,
                Json.array(page.items(), branch -> documents.branch(repository, branch.getKey(), branch.getValue()))));
    }

    private Reply branch(Call call) {
        Repository repository = find(call, "contents");
        String name = call.text("branch");
        String commit = repository.git.head(name).orElseThrow(() -> new Refusal(404, "Branch not found"));
        return Reply.json(200, documents.branchInFull(repository, name, commit));
    }

    private Reply reference(Call call) {
        Repository repository = find(call, "contents");
        String reference = call.text("reference");
        String name = reference.startsWith("heads/") ? reference.substring("heads/".length()) : "";
        if (repository.git.heads().isEmpty()) {
            throw new Refusal(409, "Git Repository is empty.");
        }
        String commit = repository.git.head(name).orElseThrow(Refusal::notFound);
        var document = Json.object()
                .put("ref", "refs/heads/" + name)
                .put("node_id", "REF_" + commit)
                .put("url", documents.url(repository) + "/git/refs/heads/" + name);
        document.putObject("object")
                .put("type", "commit")
                .put("sha", commit)
                .put("url", documents.url(repository) + "/git/commits/" + commit);
        return Reply.json(200, document);
    }
}
