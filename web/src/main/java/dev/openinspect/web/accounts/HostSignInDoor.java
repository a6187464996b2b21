package dev.openinspect.web.accounts;

import dev.openinspect.accounts.HostSignIn;
import dev.openinspect.accounts.Passage;
import dev.openinspect.web.security.LocalPath;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Sends a browser to the code host to sign in there. Whoever follows a foreign link here signs in as nobody but themselves. */
@ServletSecurity(@HttpConstraint(EmptyRoleSemantic.PERMIT))
@WebServlet(name = "host-sign-in", urlPatterns = "/accounts/sign-in")
public class HostSignInDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient HostSignIn signIn;

    @Inject
    transient AttemptCookie cookie;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        Passage passage = signIn.begin(LocalPath.orHome(request.getParameter("to")));
        if (passage instanceof Passage.Outward outward) {
            cookie.set(request, response, outward.browserSecret());
        }
        Way.of(passage).lead(response);
    }
}
