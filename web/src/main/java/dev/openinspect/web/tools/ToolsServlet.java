package dev.openinspect.web.tools;

import dev.openinspect.pullrequests.PullRequestView;
import dev.openinspect.pullrequests.PullRequests;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.api.PullRequestDocuments;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.Correlation;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.problems.Translation;
import dev.openinspect.web.security.Groups;
import dev.openinspect.web.security.SandboxPrincipal;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The tools' door: {@code POST /tools/pull-request} asks for the pull request of the session's branch, {@code GET} says how it is. A servlet and no resource,
 * because resources live below {@code /api} and this listener has none of that. Refusals are the same problem documents.
 */
@WebServlet(name = "tools", urlPatterns = "/tools/*")
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.SANDBOX))
public class ToolsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(ToolsServlet.class.getName());
    private static final String PULL_REQUEST = "/pull-request";

    @Inject
    transient PullRequests pullRequests;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (!(request.getUserPrincipal() instanceof SandboxPrincipal(SandboxIdentity sandbox))) {
                throw new ProblemException(Problem.of(403, "forbidden", "Only sandboxes come in here."));
            }
            if (!PULL_REQUEST.equals(request.getPathInfo())) {
                throw new ProblemException(Problem.of(404, "not_found", "There is no such tool."));
            }
            switch (request.getMethod()) {
                case "POST" -> answer(response, HttpServletResponse.SC_ACCEPTED, ask(sandbox, request));
                case "GET" ->
                    answer(
                            response,
                            HttpServletResponse.SC_OK,
                            pullRequests.findFromSandbox(sandbox).orElseThrow(() -> Refused.notFound("pull request")));
                default -> {
                    response.setHeader("Allow", "GET, POST");
                    throw new ProblemException(
                            Problem.of(405, "method_not_allowed", "This address does not know this method."));
                }
            }
        } catch (RuntimeException e) {
            refuse(request, response, e);
        }
    }

    private PullRequestView ask(SandboxIdentity sandbox, HttpServletRequest request) throws IOException {
        PullRequestCall call = PullRequestCall.of(JsonBody.read(request.getInputStream()));
        return pullRequests.askFromSandbox(sandbox, call.wish(), call.commit());
    }

    private static void answer(HttpServletResponse response, int status, PullRequestView view) throws IOException {
        write(
                response,
                status,
                "application/json",
                PullRequestDocuments.of(view).json());
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, RuntimeException thrown)
            throws IOException {
        String requestId = Correlation.of(request);
        Problem problem = Translation.of(thrown).orElseGet(() -> {
            LOG.log(Level.WARNING, "a tool's request failed: request=" + requestId, thrown);
            return Problem.internal();
        });
        if (problem.retryAfter() != null) {
            response.setHeader("Retry-After", Long.toString(Problem.wholeSeconds(problem.retryAfter())));
        }
        write(response, problem.status(), Problem.MEDIA_TYPE, problem.json(requestId));
    }

    private static void write(HttpServletResponse response, int status, String mediaType, String text)
            throws IOException {
        response.setStatus(status);
        response.setContentType(mediaType);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(text);
    }
}
