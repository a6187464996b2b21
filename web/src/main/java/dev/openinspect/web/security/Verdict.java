package dev.openinspect.web.security;

import dev.openinspect.web.problems.Problem;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What becomes of a request at the door. */
sealed interface Verdict {
    record Enter(Principal principal, String group) implements Verdict {}

    /** Open to everybody, whoever it is. */
    record EnterUnknown() implements Verdict {}

    /** @param challenge how to prove oneself ({@code WWW-Authenticate}), where that would help */
    record Refuse(Problem problem, @Nullable String challenge) implements Verdict {}

    /** @param location the sign-in page with the way back */
    record SignInFirst(String location) implements Verdict {}
}
