package dev.openinspect.web.security;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who asks in this request, for resources and pages. */
@RequestScoped
public class CurrentCaller {
    @Inject
    HttpServletRequest request;

    /** The person; a request that reached a door for people has one. */
    public Caller require() {
        return find().orElseThrow(() -> new Refused(RefusalCode.NOT_SIGNED_IN, "Sign in first."));
    }

    public Optional<Caller> find() {
        return principal().map(CallerPrincipal::caller);
    }

    /** What let the person in. */
    public Optional<Credential> credential() {
        return principal().map(CallerPrincipal::credential);
    }

    private Optional<CallerPrincipal> principal() {
        return request.getUserPrincipal() instanceof CallerPrincipal person ? Optional.of(person) : Optional.empty();
    }
}
