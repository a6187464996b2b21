package dev.openinspect.web.problems;

import dev.openinspect.ids.Ids;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the container shows where no resource answered: a small page for people, a problem document for programs. Never a stack
 * trace, never the server's own page.
 */
@WebServlet(name = "error-page", urlPatterns = ErrorPage.PATH)
@ServletSecurity(@HttpConstraint(EmptyRoleSemantic.PERMIT))
public class ErrorPage extends HttpServlet {
    static final String PATH = "/problem";
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(ErrorPage.class.getName());

    @Inject
    transient Ids ids;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requestId = Correlation.begin(request, response, ids);
        Problem problem = problem(request, requestId);
        response.setStatus(problem.status());
        if (problem.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED && !response.containsHeader("Allow")) {
            response.setHeader("Allow", "OPTIONS");
        }
        response.setCharacterEncoding("UTF-8");
        if (wantsPage(request)) {
            response.setContentType("text/html");
            response.getWriter().write(page(problem, requestId));
        } else {
            response.setContentType(Problem.MEDIA_TYPE);
            response.getWriter().write(problem.json(requestId));
        }
    }

    private static Problem problem(HttpServletRequest request, String requestId) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            Optional<Problem> known = Translation.of(thrown);
            if (known.isPresent()) {
                return known.get();
            }
            LOG.log(Level.WARNING, "request failed: request=" + requestId + " path=" + path(request), thrown);
            return Problem.internal();
        }
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        return Translation.ofStatus(status).orElseGet(Problem::internal);
    }

    private static boolean wantsPage(HttpServletRequest request) {
        @Nullable String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html") && !path(request).startsWith("/api/");
    }

    private static String path(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri ? uri : "";
    }

    /** The address and the message of an exception stay out: both may hold what a client wrote. */
    private static String page(Problem problem, String requestId) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$d · Open-Inspect</title>
                <link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"></head>
                <body><main><h1>%2$s</h1><p>Error %1$d, request <code>%3$s</code></p><p><a href="/">Go to your sessions</a></p></main></body></html>
                """.formatted(problem.status(), escaped(problem.detail()), requestId);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
