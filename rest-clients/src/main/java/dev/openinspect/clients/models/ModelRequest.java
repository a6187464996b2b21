package dev.openinspect.clients.models;

import dev.openinspect.models.ModelGateway.ModelGatewayFailure;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;

/** Reads the model out of a request without building the rest of its megabytes. */
final class ModelRequest {
    private ModelRequest() {}

    static String model(byte[] body) {
        Set<String> models = new HashSet<>();
        try (JsonParser parser = Json.createParser(new ByteArrayInputStream(body))) {
            int depth = 0;
            boolean asked = false;
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case KEY_NAME -> {
                        asked = depth == 1 && parser.getString().equals("model");
                        continue;
                    }
                    case VALUE_STRING -> {
                        if (asked) {
                            models.add(parser.getString());
                        }
                    }
                    case VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
                }
                asked = false;
            }
        } catch (JsonException | NoSuchElementException | IllegalStateException e) {
            throw new ModelGatewayFailure(400, "bad_request", "The request is not JSON.", e);
        }
        // Two different ones would let the endpoint read another than the one we checked.
        if (models.size() != 1) {
            throw new ModelGatewayFailure(400, "bad_request", "The request must name one model.", null);
        }
        return models.iterator().next();
    }
}
