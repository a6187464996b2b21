package dev.openinspect.web.modelgate;

import dev.openinspect.models.ModelGateway;
import dev.openinspect.models.ModelGateway.Answer;
import dev.openinspect.models.ModelGateway.Call;
import dev.openinspect.models.ModelGateway.ModelGatewayFailure;
import dev.openinspect.models.ModelGateway.Operation;
import dev.openinspect.models.ModelGateway.Outcome;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.BeyondLimit;
import dev.openinspect.web.limits.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of an agent to its model, from its admission to its end. */
record ModelExchange(
        ModelGateway gateway, String provider, Operation operation, SandboxIdentity sandbox, Deadline deadline) {
    private static final Logger LOG = System.getLogger(ModelExchange.class.getName());
    private static final int LARGEST_REQUEST = 32 << 20;

    void run(HttpServletRequest request, HttpServletResponse response) {
        ServletAnswer answer = new ServletAnswer(response);
        try {
            byte[] body =
                    deadline.input(request.getInputStream(), LARGEST_REQUEST).readAllBytes();
            Outcome outcome = gateway.forward(new Call(provider, operation, body, headers(request)), answer);
            log(
                    Level.INFO,
                    "answered model=" + outcome.model() + " status=" + outcome.status() + " input="
                            + outcome.inputTokens() + " output=" + outcome.outputTokens(),
                    null);
        } catch (ModelGatewayFailure e) {
            log(Level.WARNING, "refused status=" + e.httpStatus() + " code=" + e.code(), e.getCause());
            answer.fail(e);
        } catch (BeyondLimit e) {
            log(Level.WARNING, "went beyond a limit", e);
            answer.fail(new ModelGatewayFailure(e.httpStatus(), "too_large", String.valueOf(e.getMessage()), e));
        } catch (IOException e) {
            if (answer.isUnwanted()) {
                // A stopped prompt looks like this: nobody is left to be told.
                log(Level.INFO, "was given up by the sandbox", null);
                return;
            }
            log(Level.WARNING, "broke off", e);
            answer.fail(new ModelGatewayFailure(
                    HttpServletResponse.SC_BAD_GATEWAY, "model_broke_off", "The model's answer broke off.", e));
        } catch (RuntimeException e) {
            log(Level.ERROR, "failed unexpectedly", e);
            answer.fail(new ModelGatewayFailure(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "internal", "The model gateway failed.", e));
        }
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(
                        name -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(request.getHeader(name))));
        return headers;
    }

    private void log(Level level, String what, @Nullable Throwable cause) {
        LOG.log(
                level,
                "model call " + what + " session=" + sandbox.sessionId() + " generation=" + sandbox.generation()
                        + " provider=" + provider + " operation=" + operation,
                cause);
    }

    /** Passes pieces on at once: an agent shows its words as they come. */
    private static final class ServletAnswer implements Answer {
        private final HttpServletResponse response;
        private boolean begun;
        private boolean streams;
        private boolean unwanted;

        ServletAnswer(HttpServletResponse response) {
            this.response = response;
        }

        @Override
        public void begin(int status, Map<String, String> headers) {
            begun = true;
            response.setStatus(status);
            headers.forEach(response::setHeader);
            response.setHeader("Cache-Control", "no-store");
            streams = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        }

        @Override
        public void pass(byte[] bytes, int offset, int length) throws IOException {
            try {
                response.getOutputStream().write(bytes, offset, length);
                response.flushBuffer();
            } catch (IOException e) {
                unwanted = true;
                throw e;
            }
        }

        /** Whether the sandbox no longer listens. */
        boolean isUnwanted() {
            return unwanted;
        }

        void fail(ModelGatewayFailure failure) {
            try {
                if (!begun) {
                    ModelError.write(response, failure);
                } else if (streams) {
                    response.getOutputStream().write(ModelError.event(failure));
                    response.flushBuffer();
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the agent could not be told why its call failed", e);
            }
        }
    }
}
