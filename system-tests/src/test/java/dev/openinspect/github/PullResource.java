package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.github.Routes.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Pull requests, their labels and the checks of commits. */
final class PullResource {
    private final World world;
    private final Tokens tokens;
    private final Rights rights;
    private final Places places;
    private final PullDocuments documents;
    private final RepositoryDocuments repositories;
    private final News news;

    PullResource(
            World world,
            Tokens tokens,
            Rights rights,
            Places places,
            PullDocuments documents,
            RepositoryDocuments repositories,
            News news) {
        this.world = world;
        this.tokens = tokens;
        this.rights = rights;
        this.places = places;
        this.documents = documents;
        this.repositories = repositories;
        this.news = news;
    }

    void on(Routes routes) {
        String own = "/repos/{owner}/{name}";
        routes.on("GET", own + "/pulls", this::list)
                .on("POST", own + "/pulls", this::open)
                .on("GET", own + "/pulls/{number}", call -> Reply.json(200, documents.full(find(call, "read"))))
                .on("PATCH", own + "/pulls/{number}", this::edit)
                .on("POST", own + "/issues/{number}/labels", this::label)
                .on("GET", own + "/commits/{commit}/check-suites", this::suites)
                .on("GET", own + "/commits/{+commit}/status", this::status);
    }

    private Repository repository(Call call, Caller caller, String permission, String access) {
        Repository repository =
                world.named(call.text("owner"), call.text("name")).orElseThrow(Refusal::notFound);
        rights.require(caller, repository, permission, access);
        return repository;
    }

    private Pull find(Call call, String access) {
        Repository repository = repository(call, tokens.callerOf(call.request()), "pull_requests", access);
        return repository.pulls.stream()
                .filter(pull -> pull.number == call.number("number"))
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    private Reply list(Call call) {
        Repository repository = repository(call, tokens.callerOf(call.request()), "pull_requests", "read");
        String state = call.request().parameter("state").orElse("open");
        // Without the owner in front GitHub does not filter at all.
        Optional<String> head = call.request().parameter("head").filter(value -> value.contains(":"));
        Optional<String> base = call.request().parameter("base");
        boolean ascending = call.request().parameter("direction").orElse("desc").equals("asc");
        Comparator<Pull> order = Comparator.comparingInt(pull -> pull.number);
        List<Pull> found = repository.pulls.stream()
                .filter(pull -> state.equals("all") || pull.isOpen() == state.equals("open"))
                .filter(pull -> head.isEmpty() || head.get().equals(repository.owner + ":" + pull.head))
                .filter(pull -> base.isEmpty() || base.get().equals(pull.base))
                .sorted(ascending ? order : order.reversed())
                .toList();
        Paging<Pull> page = Paging.of(call.request(), places, found);
        return page.on(Reply.json(200, Json.array(page.items(), documents::listed)));
    }

    private Reply open(Call call) {
        Caller caller = tokens.callerOf(call.request());
        Repository repository = repository(call, caller, "pull_requests", "write");
        JsonNode body = call.request().json();
        String head = body.path("head").asText();
        Pull.Wanted wanted = new Pull.Wanted(
                head.startsWith(repository.owner + ":") ? head.substring(repository.owner.length() + 1) : head,
                body.path("base").asText(),
                body.path("title").asText(),
                body.path("body").textValue(),
                body.path("draft").asBoolean());
        String commit = check(repository, wanted);

        Instant now = Instant.now();
        Pull pull = new Pull(world.nextId(), repository.nextNumber(), repository, author(caller), wanted, commit, now);
        repository.pulls.add(pull);
        news.pull("opened", pull);
        return Reply.json(201, documents.full(pull))
                .with("Location", repositories.url(repository) + "/pulls/" + pull.number);
    }

    /** Returns the commit at the head. */
    private static String check(Repository repository, Pull.Wanted wanted) {
        if (wanted.title().isBlank()) {
            throw Refusal.impossible("PullRequest", "title can't be blank");
        }
        if (wanted.title().length() > 256) {
            throw Refusal.impossible("PullRequest", "title is too long (maximum is 256 characters)");
        }
        String head = repository.git.head(wanted.head()).orElseThrow(() -> Refusal.invalid("PullRequest", "head"));
        String base = repository.git.head(wanted.base()).orElseThrow(() -> Refusal.invalid("PullRequest", "base"));
        if (repository.git.ahead(base, head) == 0) {
            throw Refusal.impossible("PullRequest", "No commits between " + wanted.base() + " and " + wanted.head());
        }
        boolean there = repository.pulls.stream()
                .anyMatch(pull -> pull.isOpen() && pull.head.equals(wanted.head()) && pull.base.equals(wanted.base()));
        if (there) {
            throw Refusal.impossible(
                    "PullRequest", "A pull request already exists for " + repository.owner + ":" + wanted.head() + ".");
        }
        return head;
    }

    private Account author(Caller caller) {
        return caller instanceof Caller.Signed signed ? signed.person() : world.bot();
    }

    private Reply edit(Call call) {
        Pull pull = find(call, "write");
        JsonNode body = call.request().json();
        pull.title = body.path("title").asText(pull.title);
        pull.body = body.has("body") ? body.path("body").textValue() : pull.body;
        pull.base = body.path("base").asText(pull.base);
        pull.updated = Instant.now();
        String state = body.path("state").asText("");
        if (state.equals("closed") && pull.isOpen()) {
            pull.lastHead = pull.repository.git.head(pull.head).orElse(pull.lastHead);
            pull.closed = pull.updated;
            news.pull("closed", pull);
        } else if (state.equals("open") && !pull.isOpen() && !pull.isMerged()) {
            pull.closed = null;
            news.pull("reopened", pull);
        } else {
            news.pull("edited", pull);
        }
        return Reply.json(200, documents.full(pull));
    }

    private Reply label(Call call) {
        Pull pull = find(call, "write");
        List<String> names = new ArrayList<>();
        JsonNode labels = call.request().json().path("labels");
        labels.forEach(label -> names.add(label.isObject() ? label.path("name").asText() : label.asText()));
        if (names.isEmpty()) {
            throw Refusal.invalid("Label", "name");
        }
        names.stream()
                .filter(name -> !pull.labels().contains(name))
                .forEach(name -> pull.labels.add(new Pull.Label(world.nextId(), name)));
        return Reply.json(200, Json.array(pull.labels, label -> documents.label(pull.repository, label)));
    }

    private Reply suites(Call call) {
        Repository repository = repository(call, tokens.callerOf(call.request()), "checks", "read");
        String commit = call.text("commit");
        List<Repository.CheckSuite> all = repository.suites.getOrDefault(commit, List.of());
        Paging<Repository.CheckSuite> page = Paging.of(call.request(), places, all);
        ObjectNode document = Json.object().put("total_count", page.total());
        document.set("check_suites", Json.array(page.items(), suite -> documents.suite(repository, commit, suite)));
        return page.on(Reply.json(200, document));
    }

    /** Without any status it says pending, as GitHub does. */
    private Reply status(Call call) {
        Repository repository = repository(call, tokens.callerOf(call.request()), "statuses", "read");
        String commit = call.text("commit");
        List<Repository.CommitStatus> all = repository.statuses.getOrDefault(commit, List.of());
        boolean failed =
                all.stream().anyMatch(status -> !List.of("success", "pending").contains(status.state()));
        boolean good =
                !all.isEmpty() && all.stream().allMatch(status -> status.state().equals("success"));
        ObjectNode document = Json.object()
                .put("state", failed ? "failure" : good ? "success" : "pending")
                .put("sha", commit)
                .put("total_count", all.size())
                .put("commit_url", repositories.url(repository) + "/commits/" + commit)
                .put("url", repositories.url(repository) + "/commits/" + commit + "/status");
        document.set("statuses", Json.array(all, status -> documents.status(repository, commit, status)));
        document.set("repository", repositories.minimal(repository));
        return Reply.json(200, document);
    }
}
