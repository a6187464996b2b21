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

/** Refuses a request that sends no body at all where one is needed: the server would hand null to the resource and not ask the reader. */
@Provider
public class BodyNeeded implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (Arrays.asList(resource.getResourceMethod().getParameterTypes()).contains(JsonBody.class)) {
            context.register(new Refusal());
        }
    }

    private record Refusal() implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (!request.hasEntity()) {
                throw ProblemException.badRequest(
                        "invalid_json", "This request needs a JSON object in its body.", null);
            }
        }
    }
}
