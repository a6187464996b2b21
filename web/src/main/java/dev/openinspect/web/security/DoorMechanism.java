package dev.openinspect.web.security;

import dev.openinspect.ids.Ids;
import dev.openinspect.people.Callers;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.settings.Settings;
import dev.openinspect.web.limits.RequestRate;
import dev.openinspect.web.problems.Correlation;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.Translation;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.util.Set;

/**
 * The one mechanism for everybody who comes in. The container asks it before any filter, resource or socket of this module, also
 * for paths that no resource has; so what is refused here reaches nothing.
 */
@ApplicationScoped
public class DoorMechanism implements HttpAuthenticationMechanism {
    private static final Logger LOG = System.getLogger(DoorMechanism.class.getName());

    private static final int UPGRADE_REQUIRED = 426;

    @Inject
    Callers callers;

    @Inject
    SandboxDoor sandboxes;

    @Inject
    OperatorKey operatorKey;

    @Inject
    Settings settings;

    @Inject
    Ids ids;

    @Inject
    Clock clock;

    /** Filled by {@link #begin}. */
    @SuppressWarnings("NullAway.Init")
    RequestRate rate;

    @PostConstruct
    void begin() {
        rate = new RequestRate(clock, settings.limits().requestsPerMinute());
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String requestId = Correlation.begin(request, response, ids);
        RequestFacts facts = RequestFacts.of(request);
        Door door = Door.of(facts.path(), facts.localPort() == settings.sandboxPort());
        SecurityHeaders.write(response, door, facts.path(), request.isSecure());
        return switch (judge(door, facts, requestId)) {
            case Verdict.Enter enter -> context.notifyContainerAboutLogin(enter.principal(), Set.of(enter.group()));
            case Verdict.EnterUnknown unknown -> context.doNothing();
            case Verdict.Refuse refuse -> {
                refuse(response, refuse, requestId);
                LOG.log(
                        Level.INFO,
                        "refused at the door: request={0} method={1} path={2} status={3} code={4}",
                        requestId,
                        facts.method(),
                        facts.path(),
                        String.valueOf(refuse.problem().status()),
                        refuse.problem().code());
                yield AuthenticationStatus.SEND_FAILURE;
            }
            case Verdict.SignInFirst first -> {
                lead(response, first.location(), facts);
                yield AuthenticationStatus.SEND_CONTINUE;
            }
        };
    }

    private Verdict judge(Door door, RequestFacts facts, String requestId) {
        try {
            return new Gatekeeper(callers::resolve, sandboxes::identify, operatorKey::signed, publicOrigin(), rate)
                    .judge(door, facts);
        } catch (RuntimeException e) {
            // The database may be away. Whoever cannot be looked up does not come in, and is told so like by every
            // resource.
            LOG.log(Level.WARNING, "look-up failed at the door: request=" + requestId + " path=" + facts.path(), e);
            return new Verdict.Refuse(Translation.of(e).orElseGet(Problem::internal), null);
        }
    }

    private String publicOrigin() {
        URI address = URI.create(settings.publicUrl());
        return address.getScheme() + "://" + address.getAuthority();
    }

    private static void refuse(HttpServletResponse response, Verdict.Refuse refuse, String requestId) {
        response.setStatus(refuse.problem().status());
        if (refuse.challenge() != null) {
            response.setHeader("WWW-Authenticate", refuse.challenge());
        }
        if (refuse.problem().status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            // Every address knows OPTIONS, which tells the others.
            response.setHeader("Allow", "OPTIONS");
            response.setHeader("Connection", "close");
        }
        if (refuse.problem().status() == UPGRADE_REQUIRED) {
            response.setHeader("Upgrade", "websocket");
        }
        if (refuse.problem().retryAfter() != null) {
            response.setHeader(
                    "Retry-After",
                    String.valueOf(Problem.wholeSeconds(refuse.problem().retryAfter())));
        }
        write(response, Problem.MEDIA_TYPE, refuse.problem().json(requestId));
    }

    /** A Faces script that posts in the background follows only a redirect in its own language. The address holds no markup. */
    private static void lead(HttpServletResponse response, String location, RequestFacts facts) {
        if (facts.header("Faces-Request").filter("partial/ajax"::equals).isPresent()) {
            String redirect = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\"" + location
                    + "\"></redirect></partial-response>";
            write(response, "text/xml", redirect);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }

    private static void write(HttpServletResponse response, String mediaType, String text) {
        response.setCharacterEncoding("UTF-8");
        response.setContentType(mediaType);
        try {
            response.getWriter().write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
