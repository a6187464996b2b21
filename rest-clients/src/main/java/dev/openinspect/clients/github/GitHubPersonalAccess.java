package dev.openinspect.clients.github;

import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.codehosts.PersonalAccess;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People's access to GitHub by "user access tokens" of the App. These have no scopes: they can do what both the person and the App may, so nothing is asked
 * for here. Written out by hand, because an OAuth library would bring more code than it saves: one address, one form, one answer.
 */
@Stateless
@Local(PersonalAccess.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class GitHubPersonalAccess implements PersonalAccess {
    private static final Logger LOG = System.getLogger(GitHubPersonalAccess.class.getName());
    private static final String NAME = "GitHub";
    private static final int PAGE = 100;

    @Inject
    GitHubSettings settings;

    @Inject
    GitHubCalls calls;

    /** Filled by {@link #connect}. */
    @SuppressWarnings("NullAway.Init")
    GitHubClient<GitHubOAuth> oauth;

    /** Filled by {@link #connect}. */
    @SuppressWarnings("NullAway.Init")
    GitHubClient<GitHubPeople> people;

    @Inject
    Settings rules;

    @Inject
    Clock clock;

    @PostConstruct
    void connect() {
        oauth = calls.web(GitHubOAuth.class);
        people = calls.api(GitHubPeople.class);
    }

    @Override
    public Optional<String> hostName() {
        try {
            return settings.client().map(client -> NAME);
        } catch (InvalidSetting e) {
            // Its file was good when the server started. Whoever signs in by password must not suffer from what became
            // of it.
            LOG.log(Level.WARNING, "nobody can sign in by GitHub: " + e.getMessage(), e);
            return Optional.empty();
        }
    }

    @Override
    public URI authorization(String state, String challenge, URI redirect) {
        return URI.create(settings.web() + "/login/oauth/authorize?"
                + form(Map.of(
                        "client_id",
                        client().id(),
                        "redirect_uri",
                        redirect.toString(),
                        "state",
                        state,
                        "code_challenge",
                        challenge,
                        "code_challenge_method",
                        "S256")));
    }

    @Override
    public Grant exchange(String code, String verifier, URI redirect) {
        return token(Map.of("code", code, "code_verifier", verifier, "redirect_uri", redirect.toString()));
    }

    @Override
    public Grant refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    @Override
    public void revoke(String accessToken) {
        GitHubSettings.Client client = client();
        byte[] body = Json.createObjectBuilder()
                .add("access_token", accessToken)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try {
            people.order(new Authorization.Client(client), api -> api.revoke(client.id(), body));
        } catch (CodeHostFailure e) {
            // A token that is not known or not one of ours (any longer).
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.INVALID) {
                throw e;
            }
        }
    }

    @Override
    public Account account(String accessToken) {
        Authorization person = new Authorization.Person(accessToken);
        JsonObject user = people.ask(person, GitHubPeople::user);
        String subject = String.valueOf(user.get("id"));
        String login = text(user, "login");
        if (!subject.matches("[0-9]{1,18}") || login.isEmpty()) {
            throw GitHubFailures.strange(null);
        }
        String name = text(user, "name");
        return new Account(subject, login, name.isEmpty() ? login : name, emails(person), organisations(person, login));
    }

    private Grant token(Map<String, String> parameters) {
        GitHubSettings.Client client = client();
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("client_id", client.id());
        all.put("client_secret", client.secret());
        return GitHubGrants.grant(
                oauth.ask(new Authorization.Nobody(), host -> host.token(form(all))), clock.instant());
    }

    /** Verified addresses, the primary one first, without those that only hide a real one. */
    private List<String> emails(Authorization person) {
        JsonArray found = listIfAllowed("e-mail addresses", () -> people.list(person, api -> api.emails(PAGE)));
        return found.stream()
                .filter(entry -> entry instanceof JsonObject)
                .map(entry -> entry.asJsonObject())
                .filter(entry -> entry.getBoolean("verified", false))
                .sorted(Comparator.comparing(entry -> !entry.getBoolean("primary", false)))
                .map(entry -> text(entry, "email"))
                .filter(email -> !email.isEmpty() && !email.contains("@users.noreply."))
                .toList();
    }

    /** Only those that matter here are looked for. */
    private List<String> organisations(Authorization person, String login) {
        List<String> wanted = rules.signInRules().organisations();
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<String> shown =
                listIfAllowed("organisations", () -> people.list(person, api -> api.organisations(PAGE))).stream()
                        .filter(entry -> entry instanceof JsonObject)
                        .map(entry -> text(entry.asJsonObject(), "login"))
                        .toList();
        List<String> found = new ArrayList<>(shown);
        wanted.stream()
                .filter(name -> shown.stream()
                        .noneMatch(known -> known.toLowerCase(Locale.ROOT).equals(name)))
                .filter(name -> isMember(person, name, login))
                .forEach(found::add);
        return found;
    }

    private boolean isMember(Authorization person, String organisation, String login) {
        try {
            return people.call(person, api -> api.member(organisation, login)).status() == 204;
        } catch (CodeHostFailure e) {
            // To whoever is no member GitHub answers with 302, 403 or 404.
            if (e.retryable()) {
                throw e;
            }
            return false;
        }
    }

    /** The App may lack the permission: then there is nothing that could let somebody in, and the log says why. */
    private static JsonArray listIfAllowed(String what, java.util.function.Supplier<JsonArray> call) {
        try {
            return call.get();
        } catch (CodeHostFailure e) {
            if (e.kind() != Kind.FORBIDDEN && e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            LOG.log(Level.WARNING, "the App may not read {0} of people who sign in: {1}", what, e.sentence());
            return JsonArray.EMPTY_JSON_ARRAY;
        }
    }

    private GitHubSettings.Client client() {
        return settings.client()
                .orElseThrow(() ->
                        new CodeHostFailure("Nobody can sign in by GitHub here.", Kind.FORBIDDEN, false, null, null));
    }

    private static String form(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String text(JsonObject object, String name) {
        @Nullable Object value = object.get(name);
        return value instanceof JsonString text ? text.getString() : "";
    }
}
