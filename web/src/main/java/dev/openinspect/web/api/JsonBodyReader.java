package dev.openinspect.web.api;

import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads {@link JsonBody} parameters. A body that says it is too large is refused before a byte of it is read. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class JsonBodyReader implements MessageBodyReader<JsonBody> {
    private static final int LONGEST_NUMBER = 18;

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonBody.class && mediaType.getSubtype().equals("json");
    }

    @Override
    public JsonBody readFrom(
            Class<JsonBody> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream) {
        if (saysTooLarge(headers.getFirst(HttpHeaders.CONTENT_LENGTH))) {
            throw new ProblemException(Problem.of(413, "body_too_large", "A body has at most 512 KiB."));
        }
        return JsonBody.read(stream);
    }

    static boolean saysTooLarge(@Nullable String length) {
        return length != null
                && length.matches("\\d{1," + LONGEST_NUMBER + "}")
                && Long.parseLong(length) > JsonBody.MOST_BYTES;
    }
}
