package dev.openinspect.web.accounts;

import dev.openinspect.accounts.HostSignIn;
import dev.openinspect.accounts.Passage;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the browser of somebody who is signed in to the code host, to connect an account. Only by POST: a link on another site must not begin that. */
@ServletSecurity(@HttpConstraint(rolesAllowed = {Groups.ADMIN, Groups.MEMBER, Groups.VIEWER}))
@WebServlet(name = "connect-account", urlPatterns = "/accounts/connect")
public class ConnectDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient HostSignIn signIn;

    @Inject
    transient AttemptCookie cookie;

    @Inject
    transient CurrentCaller current;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Passage passage = signIn.beginConnecting(current.credential().orElse(null), Way.ACCOUNT_PAGE);
        if (passage instanceof Passage.Outward outward) {
            cookie.set(request, response, outward.browserSecret());
            goOn(response, outward.location().toASCIIString());
            return;
        }
        Way.of(passage).lead(response);
    }

    /** The way back from a sign-in may lead here. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        new Way(Way.ACCOUNT_PAGE).lead(response);
    }

    /** Browsers hold the redirect of a form to the rule {@code form-action 'self'} too, so this is a page that goes on by itself. */
    private static void goOn(HttpServletResponse response, String location) throws IOException {
        response.setHeader("Refresh", "0; url=" + location);
        response.setCharacterEncoding("UTF-8");
        response.setContentType("text/html");
        String link = location.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
        response.getWriter().write("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Open-Inspect</title>
                <link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"></head>
                <body><main><p><a href="%s">Go on</a></p></main></body></html>
                """.formatted(link));
    }
}
