package dev.openinspect.web.modelgate;

import dev.openinspect.models.ModelGateway.ModelGatewayFailure;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Errors in a form that clients of OpenAI and of Anthropic both read. */
final class ModelError {
    private ModelError() {}

    static void write(HttpServletResponse response, ModelGatewayFailure failure) throws IOException {
        response.setStatus(failure.httpStatus());
        response.setContentType("application/json");
        response.getOutputStream().write(document(failure).getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    /** An event that ends a stream which broke, so that nobody takes half an answer for a whole one. */
    static byte[] event(ModelGatewayFailure failure) {
        return ("\n\nevent: error\ndata: " + document(failure) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String document(ModelGatewayFailure failure) {
        return Json.createObjectBuilder()
                .add("type", "error")
                .add(
                        "error",
                        Json.createObjectBuilder()
                                .add("type", failure.code())
                                .add("code", failure.code())
                                .add("message", failure.sentence()))
                .build()
                .toString();
    }
}
