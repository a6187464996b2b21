package dev.openinspect.web.sandboxgate;

import dev.openinspect.changes.Changes;
import dev.openinspect.changes.ReportedChanges;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.BeyondLimit;
import dev.openinspect.web.limits.Deadline;
import dev.openinspect.web.limits.RequestRate;
import dev.openinspect.web.limits.Turnstile;
import dev.openinspect.web.problems.Correlation;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.problems.Translation;
import dev.openinspect.web.security.Groups;
import dev.openinspect.web.security.SandboxPrincipal;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** {@code PUT /changes?number=n} at the sandbox listener: what the session changed in its working tree. The body is packed by gzip. */
@WebServlet(name = "changes", urlPatterns = "/changes")
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.SANDBOX))
public class ChangesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(ChangesServlet.class.getName());
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    static final int MOST_PER_MINUTE = 60;
    /** On this node: each holds some ten megabytes while it is read. */
    static final int MOST_AT_ONCE = 8;

    static final int LARGEST_PACKED = 8 * 1024 * 1024;
    static final int LARGEST = 32 * 1024 * 1024;
    private static final Duration READING = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final UUID ANYBODY = new UUID(0, 0);

    @EJB
    transient Changes changes;

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
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (!request.getMethod().equals("PUT")) {
                response.setHeader("Allow", "PUT");
                throw new ProblemException(
                        Problem.of(405, "method_not_allowed", "This address does not know this method."));
            }
            if (!(request.getUserPrincipal() instanceof SandboxPrincipal(SandboxIdentity sandbox))) {
                throw new ProblemException(Problem.of(403, "forbidden", "Only sandboxes come in here."));
            }
            take(sandbox, request);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } catch (RuntimeException | IOException e) {
            refuse(request, response, e);
        }
    }

    private void take(SandboxIdentity sandbox, HttpServletRequest request) throws IOException {
        String number = String.valueOf(request.getParameter("number"));
        if (!NUMBER.matcher(number).matches()) {
            throw ProblemException.badRequest("invalid_parameter", "This parameter takes a number from 1.", "number");
        }
        if (!"gzip".equals(request.getHeader("Content-Encoding"))) {
            throw new ProblemException(Problem.of(415, "unsupported_media_type", "This address takes gzip."));
        }
        Duration wait = rate.pass(sandbox.sessionId().toString());
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
        changes.record(sandbox, Long.parseLong(number), body(request));
    }

    private ReportedChanges body(HttpServletRequest request) throws IOException {
        Deadline deadline = new Deadline(clock, READING);
        try (Turnstile.Pass pass = turnstile.enter(ANYBODY, MOST_AT_ONCE).orElseThrow(() -> tooMany(PAUSE));
                InputStream packed = deadline.input(request.getInputStream(), LARGEST_PACKED);
                InputStream unpacked = deadline.input(new GZIPInputStream(packed), LARGEST)) {
            return ChangesBody.read(unpacked);
        } catch (BeyondLimit e) {
            throw e;
        } catch (ZipException e) {
            throw ProblemException.badRequest("invalid_json", "The body is not packed by gzip.", null);
        } catch (IOException e) {
            throw ProblemException.bodyTimeout(e);
        }
    }

    private static ProblemException tooMany(Duration wait) {
        return new ProblemException(new Problem(429, "too_many_requests", "Changes come too often.", null, wait));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Exception thrown)
            throws IOException {
        String requestId = Correlation.of(request);
        Optional<Problem> known = Translation.of(thrown);
        if (known.isEmpty()) {
            LOG.log(Level.WARNING, "changes could not be taken: request=" + requestId, thrown);
        }
        Problem problem = known.orElseGet(Problem::internal);
        if (problem.retryAfter() != null) {
            response.setHeader("Retry-After", Long.toString(Problem.wholeSeconds(problem.retryAfter())));
        }
        // What was not read of the body must not be taken for the next request.
        response.setHeader("Connection", "close");
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(problem.json(requestId));
    }
}
