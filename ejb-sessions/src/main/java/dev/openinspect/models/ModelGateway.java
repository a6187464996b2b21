package dev.openinspect.models;

import jakarta.ejb.ApplicationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reaches the endpoints behind {@link ModelCatalog}'s providers with the keys that never leave the control plane. Never inside a transaction. */
public interface ModelGateway {
    /**
     * Sends a call on and passes the answer as it comes.
     *
     * @throws ModelGatewayFailure if nothing was passed yet and nothing will be
     * @throws IOException if the answer broke off, or {@code answer} could not take it
     */
    Outcome forward(Call call, Answer answer) throws IOException;

    /** What one sandbox may ask at once. */
    Limits limits();

    /** What a gateway lets through: everything else of a vendor's API is closed. */
    enum Operation {
        CHAT_COMPLETIONS("POST", "chat/completions"),
        RESPONSES("POST", "responses"),
        MESSAGES("POST", "messages"),
        MODELS("GET", "models");

        private final String method;
        private final String path;

        Operation(String method, String path) {
            this.method = method;
            this.path = path;
        }

        /** The path below the provider's base address. */
        public String path() {
            return path;
        }

        public String method() {
            return method;
        }

        public static Optional<Operation> of(String method, String path) {
            for (Operation operation : values()) {
                if (operation.method.equals(method) && operation.path.equals(path)) {
                    return Optional.of(operation);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A request of a sandbox.
     *
     * @param body JSON; nobody changes it after it is handed over
     * @param headers names in lower case; the gateway picks those that vendors know and never a credential
     */
    @SuppressWarnings("ArrayRecordComponent") // Megabytes that are handed over once and never compared.
    record Call(String providerId, Operation operation, byte[] body, Map<String, String> headers) {
        public Call {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Call[" + providerId + " " + operation + ", " + body.length + " bytes]";
        }
    }

    /** Takes an answer: first its head, then pieces, each of which is to be sent at once. */
    interface Answer {
        void begin(int status, Map<String, String> headers) throws IOException;

        void pass(byte[] bytes, int offset, int length) throws IOException;
    }

    /** How a call went; the tokens are 0 where the vendor did not say. */
    record Outcome(@Nullable String model, int status, long inputTokens, long outputTokens) {}

    record Limits(int parallel, Duration total) {}

    /** The call was not made, or not answered. */
    @ApplicationException
    class ModelGatewayFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int httpStatus;
        private final String code;

        public ModelGatewayFailure(int httpStatus, String code, String sentence, @Nullable Throwable cause) {
            super(sentence, cause);
            this.httpStatus = httpStatus;
            this.code = code;
        }

        public int httpStatus() {
            return httpStatus;
        }

        public String code() {
            return code;
        }

        public String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
