package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.github.Routes.Call;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a test in the same program does by methods, for programs that are others. Below {@code /_stand-in/}, for everybody on this machine. */
final class ControlResource {
    private final GitHubStandIn standIn;

    ControlResource(GitHubStandIn standIn) {
        this.standIn = standIn;
    }

    void on(Routes routes) {
        String own = "/_stand-in";
        routes.on("POST", own + "/people", this::addPerson)
                .on("POST", own + "/organisations", this::addOrganisation)
                .on("POST", own + "/repositories", this::addRepository)
                .on("POST", own + "/repositories/{owner}/{name}", this::change)
                .on("POST", own + "/repositories/{owner}/{name}/checks", this::check)
                .on("GET", own + "/repositories/{owner}/{name}/pulls", this::pulls)
                .on("POST", own + "/repositories/{owner}/{name}/pulls/{number}/merge", this::merge)
                .on("POST", own + "/repositories/{owner}/{name}/pulls/{number}/close", this::close)
                .on("POST", own + "/installations", this::install)
                .on("POST", own + "/tokens/revoke", this::revoke)
                .on("POST", own + "/key", call -> text(standIn.app().rotateKey()))
                .on("POST", own + "/hooks", this::receiver)
                .on("GET", own + "/hooks", this::deliveries)
                .on("POST", own + "/hooks/{id}/again", this::again)
                .on("POST", own + "/faults", this::fault)
                .on("DELETE", own + "/faults", this::clear)
                .on("GET", own + "/requests", this::requests);
    }

    private Reply addPerson(Call call) {
        JsonNode body = call.request().json();
        Account.Email email = new Account.Email(
                body.path("email").asText(), body.path("verified").asBoolean(true));
        Account person =
                standIn.person(body.path("login").asText(), body.path("name").asText(), List.of(email));
        return Reply.json(201, Json.object().put("id", person.id()));
    }

    private Reply addOrganisation(Call call) {
        JsonNode body = call.request().json();
        Account organisation = standIn.organisation(body.path("login").asText(), texts(body.path("members")));
        return Reply.json(201, Json.object().put("id", organisation.id()));
    }

    private Reply addRepository(Call call) {
        JsonNode body = call.request().json();
        String owner = body.path("owner").asText();
        String name = body.path("name").asText();
        Repository repository = body.has("copy")
                ? standIn.repository(owner, name, Path.of(body.path("copy").asText()))
                : standIn.repository(owner, name);
        return Reply.json(201, Json.object().put("id", repository.id()));
    }

    /** Renames, archives, deletes. */
    private Reply change(Call call) {
        Repository repository = repository(call);
        JsonNode body = call.request().json();
        if (body.has("name")) {
            standIn.deeds().rename(repository, body.path("name").asText());
        }
        if (body.has("archived")) {
            standIn.deeds().archive(repository, body.path("archived").asBoolean());
        }
        if (body.path("deleted").asBoolean()) {
            standIn.deeds().delete(repository);
        }
        return Reply.empty(204);
    }

    private Reply check(Call call) {
        JsonNode body = call.request().json();
        standIn.deeds()
                .check(
                        repository(call),
                        body.path("branch").asText(),
                        Optional.ofNullable(body.path("conclusion").textValue()));
        return Reply.empty(204);
    }

    private Reply pulls(Call call) {
        ObjectNode document = Json.object();
        document.set("pulls", Json.array(standIn.deeds().pulls(repository(call)), pull -> Json.object()
                .put("number", pull.number())
                .put("author", pull.author())
                .put("title", pull.title())
                .put("body", pull.body())
                .put("head", pull.head())
                .put("base", pull.base())
                .put("draft", pull.draft())
                .put("open", pull.isOpen())
                .put("merged", pull.isMerged())));
        return Reply.json(200, document);
    }

    private Reply merge(Call call) {
        standIn.deeds().merge(pull(call));
        return Reply.empty(204);
    }

    private Reply close(Call call) {
        standIn.deeds().close(pull(call));
        return Reply.empty(204);
    }

    private Reply install(Call call) {
        JsonNode body = call.request().json();
        String account = body.path("account").asText();
        AppInstallation installation = body.has("repositories")
                ? standIn.deeds().install(account, texts(body.path("repositories")))
                : standIn.deeds().installOnAll(account);
        return Reply.json(201, Json.object().put("id", installation.id()));
    }

    private Reply revoke(Call call) {
        JsonNode body = call.request().json();
        String login = body.path("login").asText();
        switch (body.path("kind").asText()) {
            case "installations" -> standIn.tokens().revokeInstallations();
            case "access" -> standIn.tokens().expireAccess(login);
            case "person" -> standIn.deeds().withdraw(login);
            default -> throw Refusal.invalid("Revocation", "kind");
        }
        return Reply.empty(204);
    }

    private Reply receiver(Call call) {
        standIn.hooks().to(URI.create(call.request().json().path("url").asText()));
        return Reply.empty(204);
    }

    private Reply deliveries(Call call) {
        ObjectNode document = Json.object();
        document.set("deliveries", Json.array(standIn.hooks().deliveries(), delivery -> Json.object()
                .put("id", delivery.id().toString())
                .put("event", delivery.event())
                .put("body", delivery.body())));
        return Reply.json(200, document);
    }

    private Reply again(Call call) {
        Hooks.Delivery delivery = standIn.hooks().deliveries().stream()
                .filter(it -> it.id().toString().equals(call.text("id")))
                .findFirst()
                .orElseThrow(Refusal::notFound);
        return Reply.json(200, Json.object().put("status", standIn.hooks().again(delivery)));
    }

    private Reply fault(Call call) {
        JsonNode body = call.request().json();
        Faults.Fault fault =
                switch (body.path("kind").asText()) {
                    case "answers" ->
                        new Faults.Fault.Answers(
                                body.path("status").asInt(500),
                                headers(body.path("headers")),
                                body.path("message").asText("The stand-in was told to."));
                    case "waits" ->
                        new Faults.Fault.Waits(
                                Duration.ofSeconds(body.path("seconds").asLong()));
                    case "cut-before" -> new Faults.Fault.CutBefore();
                    case "cut-after" -> new Faults.Fault.CutAfter();
                    default -> throw Refusal.invalid("Fault", "kind");
                };
        standIn.faults()
                .next(
                        body.path("calls").asInt(1),
                        body.path("method").asText(),
                        body.path("path").asText(),
                        fault);
        return Reply.empty(204);
    }

    private Reply clear(Call call) {
        standIn.faults().clear();
        return Reply.empty(204);
    }

    private Reply requests(Call call) {
        ObjectNode document = Json.object();
        document.set("requests", Json.array(standIn.requests().all(), entry -> Json.object()
                .put("at", entry.at().toString())
                .put("method", entry.method())
                .put("path", entry.path())
                .put("query", entry.query())
                .put("caller", entry.caller())
                .put("status", entry.status())));
        return Reply.json(200, document);
    }

    private Repository repository(Call call) {
        return standIn.deeds().repository(call.text("owner") + "/" + call.text("name"));
    }

    private Pull pull(Call call) {
        return standIn.deeds().pulls(repository(call)).stream()
                .filter(pull -> pull.number() == call.number("number"))
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    private static Map<String, String> headers(JsonNode node) {
        Map<String, String> headers = new HashMap<>();
        node.properties()
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
        return headers;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Reply text(String text) {
        return Reply.html(200, text).with("Content-Type", "text/plain; charset=utf-8");
    }
}
