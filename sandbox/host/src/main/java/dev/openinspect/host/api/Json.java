package dev.openinspect.host.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.openinspect.host.sandbox.Refusal;
import dev.openinspect.host.sandbox.Refusal.Code;
import java.io.IOException;

/** How bodies are written and read: strictly, since both sides are ours. */
public final class Json {
    private Json() {}

    public static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
    }

    static <T> T read(ObjectMapper json, byte[] body, Class<T> type) {
        try {
            var value = json.readValue(body, type);
            if (value == null) {
                throw new Refusal(Code.BAD_REQUEST, "The body is missing.");
            }
            return value;
        } catch (JsonProcessingException e) {
            // The original message may quote the body, and in it the token.
            var cause = e.getCause() instanceof IllegalArgumentException
                    ? e.getCause().getMessage()
                    : "not understood";
            throw new Refusal(Code.BAD_REQUEST, "The body: " + cause + ".");
        } catch (IOException e) {
            throw new Refusal(Code.BAD_REQUEST, "The body could not be read.", e);
        }
    }
}
