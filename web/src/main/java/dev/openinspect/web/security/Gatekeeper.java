package dev.openinspect.web.security;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.people.Role;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.RequestRate;
import dev.openinspect.web.problems.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides who comes in. Looks at the facts and asks who a secret belongs to; the mechanism carries the verdict out. */
final class Gatekeeper {
    private static final String BEARER = "Bearer realm=\"openinspect\"";
    private static final String BASIC = "Basic realm=\"openinspect\", charset=\"UTF-8\"";
    private static final Set<String> TOKEN_PARAMETERS = Set.of("token", "access_token", "api_key", "stream_token");

    private final Function<Credential, Optional<Caller>> people;
    private final Function<String, Optional<SandboxIdentity>> sandboxes;
    private final BiPredicate<RequestFacts, String> operatorKey;
    private final String publicOrigin;
    private final RequestRate rate;

    Gatekeeper(
            Function<Credential, Optional<Caller>> people,
            Function<String, Optional<SandboxIdentity>> sandboxes,
            BiPredicate<RequestFacts, String> operatorKey,
            String publicOrigin,
            RequestRate rate) {
        this.people = people;
        this.sandboxes = sandboxes;
        this.operatorKey = operatorKey;
        this.publicOrigin = publicOrigin;
        this.rate = rate;
    }

    Verdict judge(Door door, RequestFacts request) {
        if (hasTokenInUrl(request.query())) {
            return refuse(
                    400, "token_in_url", "A token never belongs into an address, where logs keep it. Send a header.");
        }
        // The server expects no body with TRACE and reads one as the next request. Its own refusal would leave it
        // there, so
        // that is switched off; ours ends the connection.
        if (request.method().equals("TRACE")) {
            return refuse(405, "method_not_allowed", "This address does not know this method.");
        }
        if (door == Door.NOWHERE) {
            return refuse(404, "not_found", "There is nothing at this address.");
        }
        Presented presented = Presented.on(door, request);
        Optional<Problem> crossSite = CrossSite.refuse(door, presented, request, publicOrigin);
        if (crossSite.isPresent()) {
            return new Verdict.Refuse(crossSite.get(), null);
        }
        return switch (door) {
            case OPEN -> open(presented, request);
            case HOOK -> new Verdict.EnterUnknown();
            case PAGE, API, STREAM -> person(door, presented, request);
            case METRICS -> metrics(presented, request);
            case OPERATOR -> operator(presented, request);
            case SANDBOX -> sandbox(presented, request);
            case NOWHERE -> refuse(404, "not_found", "There is nothing at this address.");
        };
    }

    /** Only the sign-in page cares who it is (somebody who is in already goes on); a style sheet is not worth a look-up. */
    private Verdict open(Presented presented, RequestFacts request) {
        boolean cares = request.path().startsWith(LocalPath.SIGN_IN);
        return cares
                ? find(presented).<Verdict>map(Gatekeeper::enter).orElseGet(Verdict.EnterUnknown::new)
                : new Verdict.EnterUnknown();
    }

    private Verdict person(Door door, Presented presented, RequestFacts request) {
        Optional<CallerPrincipal> found = find(presented);
        if (found.isPresent() && door == Door.STREAM && !request.asksForWebSocket()) {
            return refuse(426, "upgrade_required", "The live stream is a WebSocket.");
        }
        if (found.isPresent()) {
            return inTime(found.get());
        }
        boolean programs = door != Door.PAGE || request.header("Authorization").isPresent();
        return programs ? notSignedIn(presented) : new Verdict.SignInFirst(LocalPath.signInFor(wayBack(request)));
    }

    private Verdict metrics(Presented presented, RequestFacts request) {
        if (request.isLocal()) {
            return new Verdict.EnterUnknown();
        }
        Optional<CallerPrincipal> found = find(presented);
        if (found.isEmpty()) {
            return notSignedIn(presented);
        }
        return found.get().caller().role() == Role.ADMIN
                ? enter(found.get())
                : refuse(403, "forbidden", "Metrics are for administrators.");
    }

    private Verdict operator(Presented presented, RequestFacts request) {
        if (!request.isLocal()) {
            return refuse(404, "not_found", "There is nothing at this address.");
        }
        boolean proven =
                presented instanceof Presented.OfOperator shown && operatorKey.test(request, shown.signature());
        return proven
                ? new Verdict.Enter(new OperatorPrincipal(), Groups.OPERATOR)
                : new Verdict.Refuse(
                        Problem.of(401, "not_signed_in", "This needs the installation's key."), "Operator");
    }

    private Verdict sandbox(Presented presented, RequestFacts request) {
        Optional<SandboxIdentity> found =
                presented instanceof Presented.OfSandbox shown ? sandboxes.apply(shown.token()) : Optional.empty();
        if (found.isPresent()) {
            return new Verdict.Enter(new SandboxPrincipal(found.get()), Groups.SANDBOX);
        }
        Problem problem = Problem.of(401, "not_signed_in", "This needs the token of a sandbox that is alive.");
        return new Verdict.Refuse(problem, request.path().startsWith("/git/") ? BASIC : BEARER);
    }

    private Optional<CallerPrincipal> find(Presented presented) {
        return presented instanceof Presented.OfPerson person
                ? people.apply(person.credential()).map(caller -> new CallerPrincipal(caller, person.credential()))
                : Optional.empty();
    }

    /** One token or login may not take the server from the others. */
    private Verdict inTime(CallerPrincipal person) {
        Duration wait = rate.pass(person.credential().hash());
        return wait.isZero()
                ? enter(person)
                : new Verdict.Refuse(
                        new Problem(
                                429,
                                "too_many_requests",
                                "This token or login has sent more requests than it may.",
                                null,
                                wait),
                        null);
    }

    private static Verdict enter(CallerPrincipal person) {
        return new Verdict.Enter(person, Groups.of(person.caller().role()));
    }

    private static Verdict notSignedIn(Presented presented) {
        boolean nothing = presented instanceof Presented.Nothing;
        String detail = nothing
                ? "Sign in first, or send a token in the Authorization header."
                : "This login or token is not valid here, or no longer.";
        return new Verdict.Refuse(
                Problem.of(401, "not_signed_in", detail), nothing ? BEARER : BEARER + ", error=\"invalid_token\"");
    }

    private static Verdict refuse(int status, String code, String detail) {
        return new Verdict.Refuse(Problem.of(status, code, detail), null);
    }

    /** A form that was sent without a login cannot be sent again by an address: then the way back is the home page. */
    private static @Nullable String wayBack(RequestFacts request) {
        if (request.isUnsafe()) {
            return null;
        }
        return request.query() == null ? request.path() : request.path() + "?" + request.query();
    }

    private static boolean hasTokenInUrl(@Nullable String query) {
        return query != null
                && Arrays.stream(query.split("&", 100))
                        .map(pair -> pair.split("=", 2)[0])
                        .anyMatch(
                                name -> TOKEN_PARAMETERS.contains(decoded(name).toLowerCase(Locale.ROOT)));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not properly encoded: then the name is what it looks like.
            return name;
        }
    }
}
