package dev.openinspect.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the API is written by hand, so a test holds it to the resources. */
class DescriptionTest {
    private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void it_names_exactly_the_operations_that_there_are() throws IOException {
        Set<String> there =
                DoorRolesTest.doors().map(DescriptionTest::operation).collect(Collectors.toCollection(TreeSet::new));

        assertThat(described()).isEqualTo(there).hasSizeGreaterThan(25);
    }

    @Test
    void every_reference_leads_somewhere() throws IOException {
        JsonObject description = read();

        Set<String> missing = references(description)
                .filter(pointer -> !Json.createPointer(pointer.substring(1)).containsValue(description))
                .collect(Collectors.toSet());

        assertThat(missing).isEmpty();
    }

    @Test
    void every_operation_has_a_name_of_its_own_and_says_how_it_refuses() throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonValue path : read().getJsonObject("paths").values()) {
            path.asJsonObject().forEach((verb, operation) -> {
                if (VERBS.contains(verb)) {
                    assertThat(names.add(operation.asJsonObject().getString("operationId")))
                            .isTrue();
                    assertThat(operation.asJsonObject().getJsonObject("responses"))
                            .containsKeys("400", "401", "429", "503");
                }
            });
        }
    }

    private static String operation(Method method) {
        String verb = Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst()
                .orElseThrow();
        Path onMethod = method.getAnnotation(Path.class);
        String path =
                "/api/v1" + method.getDeclaringClass().getAnnotation(Path.class).value()
                        + (onMethod == null ? "" : onMethod.value());
        return verb + " " + path;
    }

    private static Set<String> described() throws IOException {
        Set<String> found = new TreeSet<>();
        read().getJsonObject("paths").forEach((path, operations) -> operations.asJsonObject().keySet().stream()
                .filter(VERBS::contains)
                .forEach(verb -> found.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        return found;
    }

    private static Stream<String> references(JsonValue value) {
        return switch (value) {
            case JsonObject object ->
                object.entrySet().stream()
                        .flatMap(field -> field.getKey().equals("$ref")
                                ? Stream.of(((JsonString) field.getValue()).getString())
                                : references(field.getValue()));
            case JsonArray array -> array.stream().flatMap(DescriptionTest::references);
            default -> Stream.empty();
        };
    }

    private static JsonObject read() throws IOException {
        try (InputStream file = DescriptionTest.class.getResourceAsStream(DescriptionDoor.FILE);
                JsonReader reader = Json.createReader(file)) {
            return reader.readObject();
        }
    }
}
