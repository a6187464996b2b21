package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** How GitHub describes accounts. */
final class AccountDocuments {
    private static final String BEGINNING = "2020-01-01T00:00:00Z";
    private final Places places;

    AccountDocuments(Places places) {
        this.places = places;
    }

    /** What stands wherever somebody is named. */
    ObjectNode brief(Account account) {
        // An app's login has brackets, which an address does not.
        String login = account.login().replace("[", "%5B").replace("]", "%5D");
        String user = places.api() + "/users/" + login;
        return Json.object()
                .put("login", account.login())
                .put("id", account.id())
                .put("node_id", Json.nodeId("U", account.id()))
                .put("avatar_url", places.web() + "/avatars/" + account.id())
                .put("gravatar_id", "")
                .put("url", user)
                .put("html_url", places.web() + "/" + login)
                .put("followers_url", user + "/followers")
                .put("following_url", user + "/following{/other_user}")
                .put("gists_url", user + "/gists{/gist_id}")
                .put("starred_url", user + "/starred{/owner}{/repo}")
                .put("subscriptions_url", user + "/subscriptions")
                .put("organizations_url", user + "/orgs")
                .put("repos_url", user + "/repos")
                .put("events_url", user + "/events{/privacy}")
                .put("received_events_url", user + "/received_events")
                .put("type", account.kind().word)
                .put("site_admin", false);
    }

    /** What a person reads of themselves. */
    ObjectNode self(Account person) {
        ObjectNode document = brief(person)
                .put("name", person.name())
                .putNull("company")
                .put("blog", "")
                .putNull("location")
                .putNull("hireable")
                .putNull("bio")
                .put("public_repos", 0)
                .put("public_gists", 0)
                .put("followers", 0)
                .put("following", 0)
                .put("created_at", BEGINNING)
                .put("updated_at", BEGINNING)
                .put("private_gists", 0)
                .put("total_private_repos", 0)
                .put("owned_private_repos", 0)
                .put("disk_usage", 0)
                .put("collaborators", 0)
                .put("two_factor_authentication", true);
        // Nobody here shows an address in public; /user/emails has them.
        return document.putNull("email");
    }

    /** What a person reads of an organisation. */
    ObjectNode organisation(Account organisation) {
        String own = places.api() + "/orgs/" + organisation.login();
        return Json.object()
                .put("login", organisation.login())
                .put("id", organisation.id())
                .put("node_id", Json.nodeId("O", organisation.id()))
                .put("url", own)
                .put("repos_url", own + "/repos")
                .put("events_url", own + "/events")
                .put("hooks_url", own + "/hooks")
                .put("issues_url", own + "/issues")
                .put("members_url", own + "/members{/member}")
                .put("public_members_url", own + "/public_members{/member}")
                .put("avatar_url", places.web() + "/avatars/" + organisation.id())
                .put("description", organisation.name());
    }

    /** An address with what GitHub knows of it. */
    ObjectNode email(Account.Email email, boolean primary) {
        return Json.object()
                .put("email", email.address())
                .put("primary", primary)
                .put("verified", email.verified())
                .put("visibility", primary ? "private" : null);
    }

    /** The app of itself. */
    ObjectNode app(App app, Account bot) {
        ObjectNode document = Json.object()
                .put("id", app.id)
                .put("slug", app.slug)
                .put("client_id", app.clientId)
                .put("node_id", Json.nodeId("A", app.id))
                .put("name", app.slug)
                .put("description", "")
                .put("external_url", places.web())
                .put("html_url", places.web() + "/apps/" + app.slug)
                .put("created_at", BEGINNING)
                .put("updated_at", BEGINNING);
        document.set("owner", brief(bot));
        document.set("permissions", Json.MAPPER.valueToTree(app.permissions));
        document.putArray("events")
                .add("push")
                .add("pull_request")
                .add("check_suite")
                .add("repository");
        return document;
    }

    ObjectNode installation(AppInstallation installation, App app) {
        String own = places.api() + "/app/installations/" + installation.id;
        // The description of this list says that an account is a person and an enterprise at the same time, so it has
        // what both have.
        ObjectNode account = brief(installation.account)
                .put("name", installation.account.name())
                .put("slug", installation.account.login())
                .put("created_at", BEGINNING)
                .put("updated_at", BEGINNING);
        Instant suspended = installation.suspended;
        ObjectNode document = Json.object()
                .put("id", installation.id)
                .put("app_id", app.id)
                .put("app_slug", app.slug)
                .put("client_id", app.clientId)
                .put("target_id", installation.account.id())
                .put("target_type", installation.account.kind().word)
                .putNull("single_file_name")
                .put("repository_selection", installation.everything ? "all" : "selected")
                .put("access_tokens_url", own + "/access_tokens")
                .put("repositories_url", places.api() + "/installation/repositories")
                .put("html_url", places.web() + "/settings/installations/" + installation.id)
                .put("created_at", Json.time(installation.created))
                .put("updated_at", Json.time(installation.created))
                .put("suspended_at", Json.time(suspended));
        document.set("account", account);
        document.set("permissions", Json.MAPPER.valueToTree(installation.permissions));
        document.putArray("events").add("push").add("pull_request");
        if (suspended == null) {
            document.putNull("suspended_by");
        } else {
            document.set("suspended_by", brief(installation.account));
        }
        return document;
    }
}
