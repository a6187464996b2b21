package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What GitHub says when it does not do what was asked: a status and a document with a message. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String DOCUMENTATION = "https://docs.github.com/rest";

    private final int status;
    private final transient @Nullable ObjectNode error;

    Refusal(int status, String message) {
        this(status, message, (ObjectNode) null);
    }

    Refusal(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.error = null;
    }

    private Refusal(int status, String message, @Nullable ObjectNode error) {
        super(message);
        this.status = status;
        this.error = error;
    }

    /** What is not there, or is not for whoever asks: nobody learns which. */
    static Refusal notFound() {
        return new Refusal(404, "Not Found");
    }

    /** An app or its token asks for what it was not given. */
    static Refusal notGiven() {
        return new Refusal(403, "Resource not accessible by integration");
    }

    /** A field cannot be like this. */
    static Refusal invalid(String resource, String field) {
        return new Refusal(
                422,
                "Validation Failed",
                Json.object().put("resource", resource).put("field", field).put("code", "invalid"));
    }

    /** The fields may each be right, but not together and now. */
    static Refusal impossible(String resource, String sentence) {
        return new Refusal(
                422,
                "Validation Failed",
                Json.object().put("resource", resource).put("code", "custom").put("message", sentence));
    }

    int status() {
        return status;
    }

    Reply reply() {
        ObjectNode document = Json.object()
                .put("message", getMessage())
                .put("documentation_url", DOCUMENTATION)
                .put("status", Integer.toString(status));
        if (error != null) {
            document.putArray("errors").add(error);
        }
        return Reply.json(status, document);
    }
}
