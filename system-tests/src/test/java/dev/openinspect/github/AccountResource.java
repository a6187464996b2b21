package dev.openinspect.github;

import dev.openinspect.github.Routes.Call;
import java.util.List;

/** What a person reads of themselves, and how an app gives a person's tokens back. */
final class AccountResource {
    private final World world;
    private final Tokens tokens;
    private final Places places;
    private final AccountDocuments documents;

    AccountResource(World world, Tokens tokens, Places places, AccountDocuments documents) {
        this.world = world;
        this.tokens = tokens;
        this.places = places;
        this.documents = documents;
    }

    void on(Routes routes) {
        routes.on("GET", "/user", call -> Reply.json(200, documents.self(person(call))))
                .on("GET", "/user/emails", this::emails)
                .on("GET", "/user/orgs", this::organisations)
                .on("GET", "/user/installations", this::installations)
                .on("GET", "/orgs/{org}/members/{person}", this::member)
                .on("DELETE", "/applications/{client}/token", this::end)
                .on("DELETE", "/applications/{client}/grant", this::end);
    }

    private Account person(Call call) {
        return switch (tokens.callerOf(call.request())) {
            case Caller.Signed signed -> signed.person();
            case Caller.Nobody nobody -> throw new Refusal(401, "Requires authentication");
            case Caller.AppItself app -> throw Refusal.notGiven();
            case Caller.Installed installed -> throw Refusal.notGiven();
        };
    }

    private Reply emails(Call call) {
        List<Account.Email> emails = person(call).emails();
        Paging<Account.Email> page = Paging.of(call.request(), places, emails);
        return page.on(Reply.json(
                200, Json.array(page.items(), email -> documents.email(email, email.equals(emails.getFirst())))));
    }

    private Reply organisations(Call call) {
        Paging<Account> page = Paging.of(call.request(), places, world.organisationsOf(person(call)));
        return page.on(Reply.json(200, Json.array(page.items(), documents::organisation)));
    }

    /** Those through which the person reaches something. */
    private Reply installations(Call call) {
        Account person = person(call);
        List<AppInstallation> all = world.installations().stream()
                .filter(it -> it.account.login().equals(person.login()) || it.account.isMember(person.login()))
                .toList();
        Paging<AppInstallation> page = Paging.of(call.request(), places, all);
        var document = Json.object().put("total_count", page.total());
        document.set(
                "installations",
                Json.array(page.items(), installation -> documents.installation(installation, world.app)));
        return page.on(Reply.json(200, document));
    }

    /** Only members of an organisation learn who else is one. */
    private Reply member(Call call) {
        String organisation = call.text("org");
        String login = call.text("person");
        Account found = world.account(organisation)
                .filter(account -> account.kind() == Account.Kind.ORGANISATION)
                .orElseThrow(Refusal::notFound);
        if (!found.isMember(person(call).login())) {
            return Reply.to(302, places.api() + "/orgs/" + organisation + "/public_members/" + login);
        }
        if (!found.isMember(login)) {
            throw Refusal.notFound();
        }
        return Reply.empty(204);
    }

    private Reply end(Call call) {
        App app = world.app;
        boolean genuine = call.request()
                .basic()
                .filter(basic -> basic.equals(new Request.Basic(app.clientId, app.clientSecret)))
                .isPresent();
        if (!genuine || !call.text("client").equals(app.clientId)) {
            throw Refusal.notFound();
        }
        String token = call.request().json().path("access_token").asText();
        if (token.isEmpty()) {
            throw Refusal.invalid("AccessToken", "access_token");
        }
        if (!tokens.end(token)) {
            throw Refusal.notFound();
        }
        return Reply.empty(204);
    }
}
