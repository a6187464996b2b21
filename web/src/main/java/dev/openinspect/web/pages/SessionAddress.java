package dev.openinspect.web.pages;

import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.SessionDetail;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** The address of a session that people share. Looks the session up first, so that an address without one is a real "not found". */
@ServletSecurity(@HttpConstraint(rolesAllowed = {Groups.ADMIN, Groups.MEMBER, Groups.VIEWER}))
@WebServlet(name = "session-address", urlPatterns = "/sessions/*")
public class SessionAddress extends HttpServlet {
    static final String FOUND = SessionAddress.class.getName() + ".session";
    private static final long serialVersionUID = 1L;

    @Inject
    transient CurrentCaller current;

    @Inject
    transient SessionQueries queries;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<SessionDetail> session = find(request.getPathInfo());
        if (session.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        request.setAttribute(FOUND, session.get());
        request.getRequestDispatcher("/session.xhtml").forward(request, response);
    }

    private Optional<SessionDetail> find(String path) {
        try {
            return Optional.of(queries.find(current.require(), UUID.fromString(path.substring(1))));
        } catch (Refused | IllegalArgumentException e) {
            // What may not be seen and what does not exist look the same from outside.
            return Optional.empty();
        }
    }
}
