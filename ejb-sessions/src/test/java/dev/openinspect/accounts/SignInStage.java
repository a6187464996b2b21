package dev.openinspect.accounts;

import dev.openinspect.codehosts.FakePersonalAccess;
import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.ids.RandomIds;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.people.LoginTicket;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import dev.openinspect.people.SignIn;
import dev.openinspect.people.SignInLedger;
import dev.openinspect.secrets.TextVault;
import dev.openinspect.sessions.FixedSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything around the way by the code host, put together without a container: one host, one console, and browsers that the test plays. */
final class SignInStage {
    static final String WAY_BACK = "/sessions/1?tab=work";

    final MovingClock clock = new MovingClock();
    final FakePersonalAccess host = new FakePersonalAccess(clock);
    final KeptAccounts accounts = new KeptAccounts(clock);
    final KeptPeople people = new KeptPeople();
    final TextVault vault = new TextVault("test");
    final HostSignIn signIn = new HostSignIn();
    private final Map<String, PersonSummary> logins = new HashMap<>();
    private final List<String> allowedLogins;
    private final List<String> allowedOrganisations;
    private final List<String> allowedDomains;

    SignInStage(List<String> allowedLogins, List<String> allowedOrganisations, List<String> allowedDomains) {
        this.allowedLogins = allowedLogins;
        this.allowedOrganisations = allowedOrganisations;
        this.allowedDomains = allowedDomains;
        signIn.host = host;
        signIn.attempts = new KeptAttempts();
        signIn.admissions = admissions();
        signIn.signIn = new KnownLogins();
        signIn.vault = vault;
        signIn.settings = settings();
        signIn.clock = clock;
        signIn.ids = new RandomIds();
    }

    /** A host that vouches for somebody, and a console that lets nobody new in. */
    static SignInStage closed() {
        return new SignInStage(List.of(), List.of(), List.of());
    }

    static Account account(String subject, String login, String... emails) {
        return new Account(subject, login, login + " Example", List.of(emails), List.of());
    }

    /** The secret of a new console login of this person. */
    String loginOf(PersonSummary person) {
        String secret = "oil_" + UUID.randomUUID();
        logins.put(secret, person);
        return secret;
    }

    void end(String login) {
        logins.remove(login);
    }

    /** The whole way, by a browser without tricks. */
    Passage signIn(Account account) {
        Trip trip = begin();
        return signIn.finish(trip.back(host.codeOf(account), null));
    }

    Trip begin() {
        return new Trip((Passage.Outward) signIn.begin(WAY_BACK));
    }

    Trip beginConnecting(String login) {
        return new Trip(
                (Passage.Outward) signIn.beginConnecting(Credential.of(Credential.Kind.LOGIN, login), "/account"));
    }

    private Admissions admissions() {
        Admissions admissions = new Admissions();
        admissions.accounts = accounts;
        admissions.people = people;
        admissions.logins = new LoginsOfKeptPeople();
        admissions.vault = vault;
        admissions.settings = settings();
        return admissions;
    }

    private FixedSettings settings() {
        return new FixedSettings() {
            @Override
            public SignInRules signInRules() {
                return new SignInRules(allowedLogins, allowedOrganisations, allowedDomains, Role.MEMBER);
            }
        };
    }

    /** What a browser has in hand after it was sent to the host. */
    record Trip(String state, String challenge, String browserSecret) {
        private static final Pattern PARTS = Pattern.compile("state=([^&]+)&challenge=([^&]+)&to=(.+)");

        Trip(Passage.Outward outward) {
            this(part(outward.location(), 1), part(outward.location(), 2), outward.browserSecret());
        }

        Return back(String code, String login) {
            return new Return(state, code, null, browserSecret, login, "a browser");
        }

        static String part(URI location, int group) {
            Matcher parts = PARTS.matcher(location.toString());
            if (!parts.find()) {
                throw new AssertionError("no address of the host: " + location);
            }
            return parts.group(group);
        }
    }

    private final class KnownLogins extends SignIn {
        @Override
        public Optional<Caller> byLogin(String cookie) {
            return Optional.ofNullable(logins.get(cookie)).map(SignInStage::caller);
        }
    }

    private final class LoginsOfKeptPeople extends SignInLedger {
        @Override
        public LoginTicket admit(UUID personId, String userAgent) {
            PersonSummary person = people.find(personId).orElseThrow();
            return new LoginTicket(loginOf(person), caller(person), clock.instant());
        }
    }

    private static Caller caller(PersonSummary person) {
        return new Caller(person.id(), person.name(), person.email(), person.role(), Scope.ADMIN, null);
    }
}
