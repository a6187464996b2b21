package dev.openinspect.web.tools;

import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.problems.Correlation;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.problems.Translation;
import dev.openinspect.web.security.SandboxPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** How the tools' doors know who asks and how they answer: documents, and the same problem documents as everywhere. */
final class ToolAnswers {
    private static final Logger LOG = System.getLogger(ToolAnswers.class.getName());

    private ToolAnswers() {}

    static SandboxIdentity sandbox(HttpServletRequest request) {
        if (request.getUserPrincipal() instanceof SandboxPrincipal(SandboxIdentity sandbox)) {
            return sandbox;
        }
        throw new ProblemException(Problem.of(403, "forbidden", "Only sandboxes come in here."));
    }

    static void answer(HttpServletResponse response, int status, Document document) throws IOException {
        write(response, status, "application/json", document.json());
    }

    static ProblemException wrongMethod(HttpServletResponse response, String allowed) {
        response.setHeader("Allow", allowed);
        return new ProblemException(Problem.of(405, "method_not_allowed", "This address does not know this method."));
    }

    static void refuse(HttpServletRequest request, HttpServletResponse response, Exception thrown) throws IOException {
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
