package dev.openinspect.web.api;

import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;

/** Refuses a request without a body where one is needed: the container asks no reader then and hands the resource a null. */
@Provider
public class NeededBody implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (Arrays.asList(resource.getResourceMethod().getParameterTypes()).contains(JsonBody.class)) {
            context.register(new EmptyRequestFilter());
        }
    }

    private static final class EmptyRequestFilter implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (!request.hasEntity()) {
                throw ProblemException.badRequest("invalid_json", "The body is not one valid JSON object.", null);
            }
        }
    }
}
