package dev.openinspect.web.api;

import dev.openinspect.web.json.CleanText;
import dev.openinspect.web.problems.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.Collection;
import java.util.stream.Stream;

/** Refuses text in an address that no database keeps, so that no resource has to think of it. */
@Provider
public class CleanParameters implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        UriInfo address = request.getUriInfo();
        boolean clean = Stream.of(address.getPathParameters(), address.getQueryParameters())
                .map(MultivaluedMap::values)
                .flatMap(Collection::stream)
                .flatMap(Collection::stream)
                .allMatch(CleanText::isClean);
        if (!clean) {
            throw ProblemException.badRequest("invalid_text", "The address holds characters that are no text.", null);
        }
    }
}
