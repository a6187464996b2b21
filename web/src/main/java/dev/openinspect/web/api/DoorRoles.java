package dev.openinspect.web.api;

import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.List;

/** Keeps what {@code @RolesAllowed} says at every resource method. A method that names no role lets nobody in: forgetting is closed, not open. */
@Provider
public class DoorRoles implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        boolean open = resource.getResourceMethod().isAnnotationPresent(PermitAll.class);
        if (!open) {
            context.register(new Doorkeeper(roles(resource)));
        }
    }

    static List<String> roles(ResourceInfo resource) {
        RolesAllowed onMethod = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        RolesAllowed named =
                onMethod == null ? resource.getResourceClass().getAnnotation(RolesAllowed.class) : onMethod;
        return named == null ? List.of() : Arrays.asList(named.value());
    }

    @Priority(Priorities.AUTHORIZATION)
    private record Doorkeeper(List<String> roles) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            SecurityContext caller = request.getSecurityContext();
            if (caller == null || caller.getUserPrincipal() == null) {
                throw new ProblemException(Problem.of(401, "not_signed_in", "Sign in first."));
            }
            // The server answers OPTIONS itself, with the methods of the address and nothing else.
            boolean asksForMethods = request.getMethod().equals("OPTIONS");
            if (!asksForMethods && roles.stream().noneMatch(caller::isUserInRole)) {
                throw new ProblemException(Problem.of(403, "forbidden", "Your role does not allow this."));
            }
        }
    }
}
