package dev.openinspect.web.security;

import java.security.Principal;

/** Whoever holds the installation's key and calls from the machine itself. */
public record OperatorPrincipal() implements Principal {
    @Override
    public String getName() {
        return "operator";
    }
}
