package dev.openinspect.web.modelgate;

import dev.openinspect.models.ModelGateway;
import dev.openinspect.models.ModelGateway.ModelGatewayFailure;
import dev.openinspect.models.ModelGateway.Operation;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.Deadline;
import dev.openinspect.web.limits.Turnstile;
import dev.openinspect.web.security.Groups;
import dev.openinspect.web.security.SandboxPrincipal;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets a sandbox's agent reach its model. Answers take minutes, so they run on threads of their own and the server's stay free. */
@WebServlet(name = "model-gate", urlPatterns = "/model/v1/*", asyncSupported = true)
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.SANDBOX))
public class ModelGateServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long NO_TIMEOUT = 0;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Pattern PATH = Pattern.compile("/([a-z0-9][a-z0-9-]{0,31})/([a-z/]{1,40})");

    @EJB
    transient SandboxDoor sandboxes;

    @Inject
    transient ModelGateway gateway;

    @Inject
    transient Clock clock;

    @Resource(lookup = "concurrent/streams")
    transient ManagedExecutorService streams;

    private final transient Turnstile turnstile = new Turnstile();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher path = PATH.matcher(request.getPathInfo() == null ? "" : request.getPathInfo());
        Optional<Operation> operation =
                path.matches() ? Operation.of(request.getMethod(), path.group(2)) : Optional.empty();
        if (operation.isEmpty()) {
            refuse(response, HttpServletResponse.SC_NOT_FOUND, "not_found", "The model gateway has no such call.");
            return;
        }
        if (!(request.getUserPrincipal() instanceof SandboxPrincipal(SandboxIdentity sandbox))) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, "forbidden", "Only sandboxes come in here.");
            return;
        }
        if (sandboxes.builds(sandbox)) {
            refuse(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "forbidden",
                    "A sandbox that builds an image has no model.");
            return;
        }
        ModelGateway.Limits limits = gateway.limits();
        Optional<Turnstile.Pass> pass = turnstile.enter(sandbox.sessionId(), limits.parallel());
        if (pass.isEmpty()) {
            response.setHeader("Retry-After", "2");
            refuse(response, TOO_MANY_REQUESTS, "too_many_requests", "Too many calls of this sandbox at once.");
            return;
        }
        start(
                request,
                new ModelExchange(
                        gateway, path.group(1), operation.get(), sandbox, new Deadline(clock, limits.total())),
                pass.get());
    }

    private void start(HttpServletRequest request, ModelExchange exchange, Turnstile.Pass pass) throws IOException {
        AsyncContext context = request.startAsync();
        // The container would recycle the response under the working thread; the gateway has limits of its own.
        context.setTimeout(NO_TIMEOUT);
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        try {
            streams.execute(() -> {
                try (pass) {
                    exchange.run((HttpServletRequest) context.getRequest(), response);
                } finally {
                    context.complete();
                }
            });
        } catch (RejectedExecutionException e) {
            pass.close();
            response.setHeader("Retry-After", "5");
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "busy", "The server is busy.");
            context.complete();
        }
    }

    private static void refuse(HttpServletResponse response, int status, String code, String sentence)
            throws IOException {
        ModelError.write(response, new ModelGatewayFailure(status, code, sentence, null));
    }
}
