package dev.openinspect.web.gitdoor;

import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.repositories.LargeFiles;
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
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

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
    transient LargeFiles files;

    @Inject
    transient Clock clock;

    @Resource(lookup = "concurrent/streams")
    transient ManagedExecutorService streams;

    private final transient Turnstile turnstile = new Turnstile();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<GitCall> call =
                GitCall.of(request.getMethod(), request.getPathInfo(), request.getParameter("service"));
        Optional<LargeFileCall> largeFile =
                LargeFileCall.of(request.getMethod(), request.getPathInfo(), request.getParameter("size"));
        if (call.isEmpty() && largeFile.isEmpty()) {
            DoorExchange.say(response, HttpServletResponse.SC_NOT_FOUND, "There is no such Git address.");
            return;
        }
        if (!(request.getUserPrincipal() instanceof SandboxPrincipal(SandboxIdentity sandbox))) {
            DoorExchange.say(response, HttpServletResponse.SC_FORBIDDEN, "Only sandboxes come in here.");
            return;
        }
        try {
            if (call.isPresent()) {
                GitCall git = call.get();
                boolean reads = git.service() == GitService.UPLOAD_PACK;
                admit(
                        request,
                        response,
                        sandbox,
                        new Wish(git.repository(), reads, git.what()),
                        guest -> new GitExchange(transport, git, guest.rule(), guest.deadline(), guest.mostBytes()));
                return;
            }
            LargeFileCall file = largeFile.get();
            admit(
                    request,
                    response,
                    sandbox,
                    new Wish(file.repository(), !file.upload(), "large file"),
                    guest -> new LargeFileExchange(files, file, guest.own(), guest.deadline(), guest.mostBytes()));
        } catch (Refused e) {
            DoorExchange.say(response, e.code().httpStatus(), e.sentence());
        }
    }

    private void admit(
            HttpServletRequest request,
            HttpServletResponse response,
            SandboxIdentity sandbox,
            Wish wish,
            Function<Guest, DoorExchange.Work> work)
            throws IOException {
        SandboxSession session = sandboxes.session(sandbox);
        RepositoryView own =
                repositories.byId(session.repositoryId()).orElseThrow(() -> Refused.notFound("repository"));
        if (session.build() && !wish.reads()) {
            DoorExchange.say(
                    response, HttpServletResponse.SC_FORBIDDEN, "A sandbox that builds an image pushes nothing.");
            return;
        }
        Optional<RepositoryView> asked = asked(own, wish);
        if (asked.isEmpty()) {
            DoorExchange.say(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "This session works on " + session.repositoryName() + " and may not use other repositories.");
            return;
        }
        GitTransport.Limits limits = transport.limits();
        Optional<Turnstile.Pass> pass = turnstile.enter(session.sessionId(), limits.parallel());
        if (pass.isEmpty()) {
            response.setHeader("Retry-After", "1");
            DoorExchange.say(response, TOO_MANY_REQUESTS, "Too many Git requests of this sandbox at once.");
            return;
        }
        try {
            UUID repositoryId = asked.get().id();
            Guest guest = new Guest(
                    repositoryId.equals(own.id()),
                    new PushRule(session.workBranch(), own.defaultBranch()),
                    new Deadline(clock, limits.total()),
                    limits.requestBytes());
            start(
                    request,
                    new DoorExchange(
                            work.apply(guest),
                            access,
                            repositoryId,
                            sandbox,
                            "repository=" + wish.repository() + " service=" + wish.what()),
                    pass.get());
        } catch (RejectedExecutionException e) {
            pass.get().close();
            response.setHeader("Retry-After", "5");
            DoorExchange.say(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The server is busy.");
        } catch (RuntimeException e) {
            pass.get().close();
            throw e;
        }
    }

    /** The repository of the session; or, to read only, one that an administrator lets its sessions read. */
    private Optional<RepositoryView> asked(RepositoryView own, Wish wish) {
        if (own.name().equals(wish.repository())) {
            return Optional.of(own);
        }
        if (!wish.reads() || !own.readable().contains(wish.repository())) {
            return Optional.empty();
        }
        return repositories.byName(wish.repository()).filter(RepositoryView::enabled);
    }

    private void start(HttpServletRequest request, DoorExchange exchange, Turnstile.Pass pass) {
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

    /** What a request is about, before anybody knows whether it may. */
    private record Wish(String repository, boolean reads, String what) {}

    /** What was found out about one that may. */
    private record Guest(boolean own, PushRule rule, Deadline deadline, long mostBytes) {}
}
