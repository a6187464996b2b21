package dev.openinspect.web.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Answers whatever a resource throws with a problem document. Only a fault of ours is logged; what the client did wrong it is told. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable thrown) {
        String requestId = Correlation.of(request);
        Optional<Problem> known = Translation.of(thrown);
        if (known.isEmpty()) {
            LOG.log(Level.WARNING, "request failed: request=" + requestId + " path=" + request.getRequestURI(), thrown);
            return Problem.internal().response(requestId);
        }
        if (known.get().status() >= 500) {
            LOG.log(
                    Level.WARNING,
                    "request refused: request={0} code={1}",
                    requestId,
                    known.get().code());
        }
        Response answer = known.get().response(requestId);
        if (thrown instanceof NotAllowedException refused) {
            // RFC 9110 wants the methods that are allowed beside a 405.
            String allow = refused.getResponse().getHeaderString(HttpHeaders.ALLOW);
            return Response.fromResponse(answer)
                    .header(HttpHeaders.ALLOW, allow)
                    .build();
        }
        return answer;
    }
}
