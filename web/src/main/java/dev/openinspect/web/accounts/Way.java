package dev.openinspect.web.accounts;

import dev.openinspect.accounts.Passage;
import dev.openinspect.web.security.LocalPath;
import jakarta.servlet.http.HttpServletResponse;

/** Where the browser goes next. */
record Way(String location) {
    static final String ACCOUNT_PAGE = "/account";

    static Way of(Passage passage) {
        return switch (passage) {
            case Passage.Outward outward -> new Way(outward.location().toString());
            // Checked once more: what lies in a row was checked when it came, by rules that may have grown since.
            case Passage.SignedIn in -> new Way(LocalPath.orHome(in.wayBack()));
            case Passage.Connected connected -> new Way(ACCOUNT_PAGE + "?connected=yes");
            case Passage.Barred barred ->
                new Way((barred.connecting() ? ACCOUNT_PAGE : LocalPath.SIGN_IN) + "?problem="
                        + barred.obstacle().code());
        };
    }

    void lead(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }
}
