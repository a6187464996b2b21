package dev.openinspect.web.hooks;

import dev.openinspect.codehosts.HookReader;
import dev.openinspect.hooks.ArrivedHook;
import dev.openinspect.hooks.HookInbox;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.limits.BeyondLimit;
import dev.openinspect.web.limits.Deadline;
import dev.openinspect.web.limits.RequestRate;
import dev.openinspect.web.limits.Turnstile;
import dev.openinspect.web.problems.Correlation;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.problems.Translation;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /webhooks/github}. Answers 202 when the delivery is durable, 200 when it was there already, and with a problem document otherwise: GitHub
 * shows every answer beyond 299 as failed and delivers again when somebody asks it to. No part of the REST API; open for everybody, because a delivery
 * proves itself by its signature.
 */
@WebServlet(name = "hook-door", urlPatterns = HookDoor.PATH)
@ServletSecurity(@HttpConstraint(EmptyRoleSemantic.PERMIT))
public class HookDoor extends HttpServlet {
    public static final String PATH = "/webhooks/github";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(HookDoor.class.getName());

    /** From one address: GitHub delivers from several, a proxy makes them one. A sixth of it may come at once. */
    static final int MOST_PER_MINUTE = 3_000;
    /** Bodies of one address that are read at once; each may hold 5 MiB of memory. */
    static final int MOST_AT_ONCE = 32;
    /** GitHub itself waits no longer for an answer. */
    private static final Duration READING = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @EJB
    transient HookInbox inbox;

    @Inject
    transient HookReader reader;

    @Inject
    transient Clock clock;

    private final transient Turnstile turnstile = new Turnstile();

    /** Filled by {@link #init}. */
    @SuppressWarnings("NullAway.Init")
    private transient RequestRate rate;

    @Override
    public void init() {
        rate = new RequestRate(clock, MOST_PER_MINUTE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            HookHeaders headers = new HookHeaders(request::getHeader);
            HookIntake intake = new HookIntake(reader, inbox::store);
            intake.admit(headers, request.getContentLengthLong());
            boolean stored = intake.take(headers, body(request));
            Document answer = new Document()
                    .with("delivery", headers.deliveryId().orElse(""))
                    .with("new", stored);
            write(
                    response,
                    stored ? HttpServletResponse.SC_ACCEPTED : HttpServletResponse.SC_OK,
                    "application/json",
                    answer.json());
        } catch (RuntimeException | IOException e) {
            refuse(request, response, e);
        }
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        String address = String.valueOf(request.getRemoteAddr());
        Duration wait = rate.pass(address);
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
        UUID name = UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8));
        try (Turnstile.Pass pass = turnstile.enter(name, MOST_AT_ONCE).orElseThrow(() -> tooMany(PAUSE))) {
            return new Deadline(clock, READING)
                    .input(request.getInputStream(), ArrivedHook.MOST_BODY_BYTES)
                    .readAllBytes();
        } catch (BeyondLimit e) {
            throw e;
        } catch (IOException e) {
            throw ProblemException.bodyTimeout(e);
        }
    }

    private static ProblemException tooMany(Duration wait) {
        return new ProblemException(
                new Problem(429, "too_many_requests", "Too many deliveries from this address.", null, wait));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Exception thrown)
            throws IOException {
        Optional<Problem> known = Translation.of(thrown);
        String requestId = Correlation.of(request);
        Problem problem = known.orElseGet(Problem::internal);
        if (known.isEmpty()) {
            LOG.log(Level.WARNING, "delivery failed: request=" + requestId, thrown);
        } else {
            // Whoever set a secret wrongly looks here first. Nothing that was sent is repeated.
            LOG.log(
                    Level.INFO,
                    "delivery refused: request={0} status={1} code={2}",
                    requestId,
                    String.valueOf(problem.status()),
                    problem.code());
        }
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", HookHeaders.SIGNATURE);
        }
        if (problem.retryAfter() != null) {
            response.setHeader("Retry-After", String.valueOf(Problem.wholeSeconds(problem.retryAfter())));
        }
        // What was not read of the body must not be taken for the next request.
        response.setHeader("Connection", "close");
        write(response, problem.status(), Problem.MEDIA_TYPE, problem.json(requestId));
    }

    private static void write(HttpServletResponse response, int status, String mediaType, String text)
            throws IOException {
        response.setStatus(status);
        response.setCharacterEncoding("UTF-8");
        response.setContentType(mediaType);
        response.getWriter().write(text);
    }
}
