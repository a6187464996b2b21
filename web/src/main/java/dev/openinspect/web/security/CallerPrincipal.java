package dev.openinspect.web.security;

import static java.util.Objects.requireNonNull;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import java.security.Principal;

/** A person who came in, and the fingerprint of what let them in, so that long-lived connections can ask again. */
public record CallerPrincipal(Caller caller, Credential credential) implements Principal {
    public CallerPrincipal {
        requireNonNull(caller, "caller");
        requireNonNull(credential, "credential");
    }

    @Override
    public String getName() {
        return caller.personId().toString();
    }
}
