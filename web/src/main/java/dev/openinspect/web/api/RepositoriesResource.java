package dev.openinspect.web.api;

import dev.openinspect.images.ImageRulebook;
import dev.openinspect.images.ImageRules;
import dev.openinspect.images.ImageRulesChange;
import dev.openinspect.pullrequests.PullRequestRulebook;
import dev.openinspect.pullrequests.PullRequestRules;
import dev.openinspect.pullrequests.PullRequestRulesChange;
import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.HostedRepositories;
import dev.openinspect.repositories.NewRepository;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryChange;
import dev.openinspect.repositories.RepositoryDesk;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.warmth.WarmPools;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The repositories that sessions may work on. */
@Path("/repositories")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class RepositoriesResource {
    @Inject
    CurrentCaller current;

    @Inject
    Repositories repositories;

    @Inject
    RepositoryDesk desk;

    @Inject
    PullRequestRulebook rulebook;

    @Inject
    ImageRulebook imageRulebook;

    @Inject
    HostedRepositories hosted;

    @Inject
    WarmPools pools;

    @GET
    public Response list(
            @QueryParam("archived") @Nullable String archived,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        List<RepositoryView> all = repositories
                .list(current.require(), Parameters.flag("archived", archived))
                .repositories();
        Slice<RepositoryView> page = Slice.of(all, RepositoryView::name, cursor, limit);
        Map<UUID, PullRequestRules> rules = rulebook.all(current.require());
        Map<UUID, ImageRules> imageRules = imageRulebook.all(current.require());
        Map<UUID, Integer> sizes = pools.sizes(current.require());
        return Answers.ok(new Document()
                .withAll(
                        "repositories",
                        page.items(),
                        repository -> document(
                                repository,
                                rules.get(repository.id()),
                                imageRules.get(repository.id()),
                                sizes.getOrDefault(repository.id(), 0)))
                .with("nextCursor", page.nextCursor()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Groups.ADMIN)
    public Response register(JsonBody body) {
        Fields fields = body.fields("name", "url", "defaultBranch", "description", "credential");
        NewRepository wanted = new NewRepository(
                fields.text("name"),
                fields.text("url"),
                fields.optionalText("defaultBranch"),
                fields.optionalText("description"),
                fields.optionalText("credential"));
        RepositoryView added = desk.register(current.require(), wanted);
        return Answers.created("/repositories/" + added.name(), document(added, null, null, 0));
    }

    @GET
    @Path("/{name}")
    public Response find(@PathParam("name") String name) {
        RepositoryView found = repositories.find(current.require(), name);
        return Answers.ok(
                document(found, rulebook.of(found.id()), imageRulebook.of(found.id()), pools.size(found.id())));
    }

    @PATCH
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Groups.ADMIN)
    public Response change(@PathParam("name") String name, JsonBody body) {
        Fields fields = body.fields(
                "defaultBranch",
                "description",
                "enabled",
                "credential",
                "aliases",
                "keywords",
                "readable",
                "lifetimeMinutes",
                "pullRequestDraft",
                "pullRequestLabel",
                "pullRequestAsApp",
                "prebuild",
                "prebuildMinutes",
                "buildCommand",
                "warmSandboxes");
        PullRequestRulesChange rules = new PullRequestRulesChange(
                fields.optionalChoice("pullRequestDraft", PullRequestRules.DraftPolicy.class),
                fields.optionalText("pullRequestLabel"),
                fields.optionalFlag("pullRequestAsApp"));
        ImageRulesChange images = new ImageRulesChange(
                fields.optionalFlag("prebuild"),
                fields.optionalInteger("prebuildMinutes"),
                fields.optionalText("buildCommand"));
        RepositoryChange change = new RepositoryChange(
                fields.optionalText("defaultBranch"),
                fields.optionalText("description"),
                fields.optionalFlag("enabled"),
                fields.optionalText("credential"),
                fields.optionalTexts("aliases"),
                fields.optionalTexts("keywords"),
                fields.optionalTexts("readable"),
                fields.optionalInteger("lifetimeMinutes"));
        Integer size = fields.optionalInteger("warmSandboxes");
        if (size != null) {
            WarmPools.requireSize(size);
        }
        RepositoryView changed = desk.change(current.require(), name, change);
        return Answers.ok(document(
                changed,
                rulebook.change(current.require(), changed.id(), rules),
                imageRulebook.change(current.require(), changed.id(), images),
                pools.change(current.require(), changed.id(), size)));
    }

    /** Looks now which repositories the app is given at the code host, so it takes as long as the host does. */
    @POST
    @Path("/refresh")
    @RolesAllowed(Groups.ADMIN)
    public Response refresh() {
        return Answers.ok(CodeHostResource.document(hosted.profile(), hosted.refresh(current.require())));
    }

    /** Asks the remote now, so it may take as long as the remote does. */
    @GET
    @Path("/{name}/branches")
    public Response branches(
            @PathParam("name") String name,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        List<CodeHost.Branch> all = desk.branches(current.require(), name).stream()
                .sorted(Comparator.comparing(CodeHost.Branch::name))
                .toList();
        Slice<CodeHost.Branch> page = Slice.of(all, CodeHost.Branch::name, cursor, limit);
        return Answers.ok(new Document()
                .withAll("branches", page.items(), RepositoriesResource::branch)
                .with("nextCursor", page.nextCursor()));
    }

    private static Document branch(CodeHost.Branch branch) {
        return new Document().with("name", branch.name()).with("commit", branch.commit());
    }

    private static Document document(
            RepositoryView repository,
            @Nullable PullRequestRules given,
            @Nullable ImageRules givenForImages,
            int warmSandboxes) {
        ImageRules images = givenForImages == null ? ImageRules.DEFAULT : givenForImages;
        PullRequestRules rules = given == null ? PullRequestRules.DEFAULT : given;
        RepositoryView.Hosted hosted = repository.hosted();
        return new Document()
                .with("name", repository.name())
                .with("kind", repository.kind())
                .with("url", repository.url())
                .with("defaultBranch", repository.defaultBranch())
                .with("description", repository.description())
                .with("enabled", repository.enabled())
                .with("demo", repository.demo())
                .with("pullRequestDraft", rules.draft())
                .with("pullRequestLabel", rules.label())
                .with("pullRequestAsApp", rules.asApp())
                .with("prebuild", images.prebuild())
                .with("prebuildMinutes", images.everyMinutes())
                .with("buildCommand", images.command())
                .withTexts("aliases", repository.aliases())
                .withTexts("keywords", repository.keywords())
                .withTexts("readable", repository.readable())
                .with("lifetimeMinutes", repository.lifetimeMinutes())
                .with("warmSandboxes", warmSandboxes)
                .with("archived", repository.archived())
                .with("missing", repository.missing())
                .with("fullName", hosted == null ? null : hosted.place().fullName())
                .with("webUrl", hosted == null ? null : hosted.webUrl());
    }
}
