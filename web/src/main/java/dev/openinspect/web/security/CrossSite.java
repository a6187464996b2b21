package dev.openinspect.web.security;

import dev.openinspect.people.Credential;
import dev.openinspect.web.problems.Problem;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule against requests that another site makes a browser send. It asks where browsers add credentials by themselves, and at
 * the sign-in form, which has none yet. A program with a header of its own is not a browser that was tricked.
 */
final class CrossSite {
    static final String MARK = "X-Requested-By";
    static final String MARK_VALUE = "openinspect";

    private CrossSite() {}

    /** @param publicOrigin the origin that people type; a proxy in front may make it differ from what the request shows */
    static Optional<Problem> refuse(Door door, Presented presented, RequestFacts request, String publicOrigin) {
        boolean cookie = presented instanceof Presented.OfPerson person
                && person.credential().kind() == Credential.Kind.LOGIN;
        boolean asks = cookie || door == Door.OPEN && presented instanceof Presented.Nothing;
        boolean changes = request.isUnsafe() || cookie && request.asksForWebSocket();
        if (!asks || !changes) {
            return Optional.empty();
        }
        if (!isSameOrigin(request, publicOrigin)) {
            return Optional.of(Problem.of(403, "cross_site", "This request does not come from this site."));
        }
        boolean needsMark = cookie && door == Door.API;
        if (needsMark && request.header(MARK).filter(MARK_VALUE::equals).isEmpty()) {
            return Optional.of(Problem.of(
                    403,
                    "cross_site",
                    "Requests with the console's cookie need the header " + MARK + ": " + MARK_VALUE + "."));
        }
        return Optional.empty();
    }

    /** The browser's own word first; where it says nothing (plain http beyond loopback), the origin must be one of ours. */
    private static boolean isSameOrigin(RequestFacts request, String publicOrigin) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin")) {
            return false;
        }
        Optional<String> origin = request.header("Origin").map(text -> text.toLowerCase(Locale.ROOT));
        if (origin.isEmpty()) {
            return site.isPresent();
        }
        return origin.get().equals(request.origin()) || origin.get().equals(publicOrigin.toLowerCase(Locale.ROOT));
    }
}
