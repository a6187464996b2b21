package dev.openinspect.web.pages;

import dev.openinspect.accounts.HostSignIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** A person's own account: what came of a way to the code host. The rest the page asks the API for. */
@Named
@RequestScoped
public class AccountView {
    @Inject
    HostSignIn host;

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

    public boolean isConnectedNow() {
        return request.getParameter("connected") != null;
    }
}
