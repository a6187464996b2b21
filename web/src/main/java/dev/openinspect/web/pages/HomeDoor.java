package dev.openinspect.web.pages;

import dev.openinspect.web.security.Groups;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The bare address leads to the sessions. */
@ServletSecurity(@HttpConstraint(rolesAllowed = {Groups.ADMIN, Groups.MEMBER, Groups.VIEWER}))
@WebServlet(name = "home", urlPatterns = "")
public class HomeDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/sessions");
    }
}
