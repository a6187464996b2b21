package dev.openinspect.web.security;

import dev.openinspect.web.problems.Correlation;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line per request that came in, with the ids that tie it to everything else. Never the query, where people put what they search for. */
public class RequestLog implements Filter {
    private static final Logger LOG = Logger.getLogger(RequestLog.class.getName());

    @Inject
    Clock clock;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Instant begin = clock.instant();
        try {
            chain.doFilter(request, response);
        } finally {
            HttpServletRequest asked = (HttpServletRequest) request;
            int status = ((HttpServletResponse) response).getStatus();
            Level level = status >= 500 ? Level.WARNING : Level.FINE;
            if (LOG.isLoggable(level)) {
                LOG.log(level, line(asked, status, Duration.between(begin, clock.instant())));
            }
        }
    }

    private static String line(HttpServletRequest request, int status, Duration took) {
        Principal principal = request.getUserPrincipal();
        return "request=" + Correlation.of(request)
                + " method=" + request.getMethod()
                + " path=" + request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo())
                + " status=" + status
                + " millis=" + took.toMillis()
                + " who=" + (principal == null ? "nobody" : principal.getName());
    }
}
