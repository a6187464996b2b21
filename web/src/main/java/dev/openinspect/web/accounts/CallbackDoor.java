package dev.openinspect.web.accounts;

import dev.openinspect.accounts.HostSignIn;
import dev.openinspect.accounts.Passage;
import dev.openinspect.accounts.Return;
import dev.openinspect.web.security.LoginCookies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Where the code host sends browsers back to. Everything it is told is untrue until the attempt of the same browser is found. */
@ServletSecurity(@HttpConstraint(EmptyRoleSemantic.PERMIT))
@WebServlet(name = "account-callback", urlPatterns = HostSignIn.CALLBACK_PATH)
public class CallbackDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient HostSignIn signIn;

    @Inject
    transient AttemptCookie cookie;

    @Inject
    transient LoginCookies logins;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        @Nullable String browser = request.getHeader("User-Agent");
        Passage passage = signIn.finish(new Return(
                request.getParameter("state"),
                request.getParameter("code"),
                request.getParameter("error"),
                cookie.find(request),
                logins.find(request).orElse(null),
                browser == null ? "" : browser));
        cookie.clear(request, response);
        if (passage instanceof Passage.SignedIn in) {
            logins.set(request, response, in.ticket());
        }
        Way.of(passage).lead(response);
    }
}
