package dev.openinspect.web.gitdoor;

import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.repositories.PushRule;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryAccess;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sandboxes.SandboxSession;
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

/** Lets a sandbox's Git reach the repository of its session. What takes long runs on threads of its own, so that the server's stay free. */
@WebServlet(name = "git-door", urlPatterns = "/git/*", asyncSupported = true)
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.SANDBOX))
public class GitDoorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long NO_TIMEOUT = 0;
    private static final int TOO_MANY_REQUESTS = 429;

    @EJB
    transient SandboxDoor sandboxes;

    @EJB
    transient Repositories repositories;

    @EJB
    transient RepositoryAccess access;

    @Inject
    transient GitTransport transport;

    @Inject
    transient Clock clock;

    @Resource(lookup = "concurrent/streams")
    transient ManagedExecutorService streams;

    private final transient Turnstile turnstile = new Turnstile();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<GitCall> call =
                GitCall.of(request.getMethod(), request.getPathInfo(), request.getParameter("service"));
        if (call.isEmpty()) {
            GitExchange.say(response, HttpServletResponse.SC_NOT_FOUND, "There is no such Git address.");
            return;
        }
        if (!(request.getUserPrincipal() instanceof SandboxPrincipal(SandboxIdentity sandbox))) {
            GitExchange.say(response, HttpServletResponse.SC_FORBIDDEN, "Only sandboxes come in here.");
            return;
        }
        try {
            admit(request, response, call.get(), sandbox);
        } catch (Refused e) {
            GitExchange.say(response, e.code().httpStatus(), e.sentence());
        }
    }

    private void admit(HttpServletRequest request, HttpServletResponse response, GitCall call, SandboxIdentity sandbox)
            throws IOException {
        SandboxSession session = sandboxes.session(sandbox);
        RepositoryView own =
                repositories.byId(session.repositoryId()).orElseThrow(() -> Refused.notFound("repository"));
        Optional<RepositoryView> asked = asked(own, call);
        if (asked.isEmpty()) {
            GitExchange.say(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "This session works on " + session.repositoryName() + " and may not use other repositories.");
            return;
        }
        GitTransport.Limits limits = transport.limits();
        Optional<Turnstile.Pass> pass = turnstile.enter(session.sessionId(), limits.parallel());
        if (pass.isEmpty()) {
            response.setHeader("Retry-After", "1");
            GitExchange.say(response, TOO_MANY_REQUESTS, "Too many Git requests of this sandbox at once.");
            return;
        }
        try {
            PushRule rule = new PushRule(session.workBranch(), own.defaultBranch());
            start(
                    request,
                    new GitExchange(
                            transport,
                            access,
                            call,
                            sandbox,
                            asked.get().id(),
                            rule,
                            new Deadline(clock, limits.total()),
                            limits.requestBytes()),
                    pass.get());
        } catch (RejectedExecutionException e) {
            pass.get().close();
            response.setHeader("Retry-After", "5");
            GitExchange.say(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The server is busy.");
        } catch (RuntimeException e) {
            pass.get().close();
            throw e;
        }
    }

    /** The repository of the session; or, to read only, one that an administrator lets its sessions read. */
    private Optional<RepositoryView> asked(RepositoryView own, GitCall call) {
        if (own.name().equals(call.repository())) {
            return Optional.of(own);
        }
        if (call.service() != GitService.UPLOAD_PACK || !own.readable().contains(call.repository())) {
            return Optional.empty();
        }
        return repositories.byName(call.repository()).filter(RepositoryView::enabled);
    }

    private void start(HttpServletRequest request, GitExchange exchange, Turnstile.Pass pass) {
        AsyncContext context = request.startAsync();
        // The container would recycle the response under the working thread; the exchange has limits of its own.
        context.setTimeout(NO_TIMEOUT);
        try {
            streams.execute(() -> {
                try (pass) {
                    exchange.run(
                            (HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse());
                } finally {
                    context.complete();
                }
            });
        } catch (RejectedExecutionException e) {
            context.complete();
            throw e;
        }
    }
}
