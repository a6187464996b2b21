package dev.openinspect.web.pages;

import dev.openinspect.people.SignIn;
import dev.openinspect.web.security.Groups;
import dev.openinspect.web.security.LocalPath;
import dev.openinspect.web.security.LoginCookies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Ends the console login. Only by POST: a link or a picture on another site must not sign anybody out. */
@ServletSecurity(@HttpConstraint(rolesAllowed = {Groups.ADMIN, Groups.MEMBER, Groups.VIEWER}))
@WebServlet(name = "sign-out", urlPatterns = "/sign-out")
public class SignOutDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient SignIn signIn;

    @Inject
    transient LoginCookies cookies;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        cookies.find(request).ifPresent(signIn::signOut);
        cookies.clear(request, response);
        seeOther(response, LocalPath.SIGN_IN);
    }

    /** The way back from a sign-in may lead here. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        seeOther(response, LocalPath.HOME);
    }

    private static void seeOther(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
    }
}
