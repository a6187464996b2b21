package dev.openinspect.web.tools;

import dev.openinspect.pullrequests.PullRequestView;
import dev.openinspect.pullrequests.PullRequests;
import dev.openinspect.questions.Questions;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.StatusReports;
import dev.openinspect.web.api.PullRequestDocuments;
import dev.openinspect.web.api.QuestionDocuments;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.security.Groups;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The tools' door: {@code POST /tools/pull-request} asks for the pull request of the session's branch, {@code GET} says how it is;
 * {@code POST /tools/status} reports in a line how the work goes; {@code POST /tools/questions} asks people, {@code GET /tools/questions/<id>} says how that
 * question stands. A servlet and no resource, because resources live below {@code /api} and this listener has none of that. Refusals are the same problem
 * documents. Files come in by {@link UploadServlet}.
 */
@WebServlet(name = "tools", urlPatterns = "/tools/*")
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.SANDBOX))
public class ToolsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String PULL_REQUEST = "/pull-request";
    private static final String STATUS = "/status";
    private static final String QUESTIONS = "/questions";

    @Inject
    transient PullRequests pullRequests;

    @Inject
    transient Questions questions;

    @Inject
    transient StatusReports reports;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            SandboxIdentity sandbox = ToolAnswers.sandbox(request);
            String path = request.getPathInfo() == null ? "" : request.getPathInfo();
            switch (path) {
                case PULL_REQUEST -> pullRequest(sandbox, request, response);
                case STATUS -> status(sandbox, request, response);
                case QUESTIONS -> ask(sandbox, request, response);
                default -> question(sandbox, path, request, response);
            }
        } catch (RuntimeException e) {
            ToolAnswers.refuse(request, response, e);
        }
    }

    private void pullRequest(SandboxIdentity sandbox, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (request.getMethod()) {
            case "POST" -> {
                PullRequestCall call = PullRequestCall.of(JsonBody.read(request.getInputStream()));
                PullRequestView asked = pullRequests.askFromSandbox(sandbox, call.wish(), call.commit());
                ToolAnswers.answer(response, HttpServletResponse.SC_ACCEPTED, PullRequestDocuments.of(asked));
            }
            case "GET" ->
                ToolAnswers.answer(
                        response,
                        HttpServletResponse.SC_OK,
                        PullRequestDocuments.of(pullRequests
                                .findFromSandbox(sandbox)
                                .orElseThrow(() -> Refused.notFound("pull request"))));
            default -> throw ToolAnswers.wrongMethod(response, "GET, POST");
        }
    }

    private void status(SandboxIdentity sandbox, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        requireMethod("POST", request, response);
        reports.report(
                sandbox, JsonBody.read(request.getInputStream()).fields("text").text("text"));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void ask(SandboxIdentity sandbox, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        requireMethod("POST", request, response);
        ToolAnswers.answer(
                response,
                HttpServletResponse.SC_ACCEPTED,
                QuestionDocuments.of(
                        questions.ask(sandbox, QuestionCall.wish(JsonBody.read(request.getInputStream())))));
    }

    private void question(
            SandboxIdentity sandbox, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String prefix = QUESTIONS + "/";
        if (!path.startsWith(prefix)) {
            throw new ProblemException(Problem.of(404, "not_found", "There is no such tool."));
        }
        requireMethod("GET", request, response);
        ToolAnswers.answer(
                response,
                HttpServletResponse.SC_OK,
                QuestionDocuments.of(questions.findFromSandbox(
                        sandbox,
                        QuestionCall.id(path.substring(prefix.length()))
                                .orElseThrow(() -> Refused.notFound("question")))));
    }

    private static void requireMethod(String method, HttpServletRequest request, HttpServletResponse response) {
        if (!method.equals(request.getMethod())) {
            throw ToolAnswers.wrongMethod(response, method);
        }
    }
}
