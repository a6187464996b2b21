package dev.openinspect.web.pages;

import dev.openinspect.accounts.HostSignIn;
import dev.openinspect.accounts.OwnConnection;
import dev.openinspect.web.security.CurrentCaller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** A person's own account at the code host, as far as pages show it when they arrive; the account's own page asks the API for the rest. */
@Named
@RequestScoped
public class AccountView {
    @Inject
    HostSignIn host;

    @Inject
    OwnConnection own;

    @Inject
    CurrentCaller current;

    @Inject
    Words words;

    @Inject
    HttpServletRequest request;

    /** The code host at which accounts can be connected, or nothing. */
    public String getHostName() {
        return host.hostName().orElse("");
    }

    public @Nullable String getProblem() {
        return words.obstacle(request.getParameter("problem"), getHostName());
    }

    /** Whether the account was connected, but nothing can be done with it until the person connects it again. */
    public boolean isConnectAgain() {
        return own.find(current.require())
                .filter(connection -> connection.brokenSince() != null)
                .isPresent();
    }

    public boolean isConnectedNow() {
        return request.getParameter("connected") != null;
    }
}
