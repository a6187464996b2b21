package dev.openinspect.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** META-INF/openapi.yaml is written by hand, so a test holds it to the resources. It reads only the lines that name paths and methods. */
class DescriptionTest {
    private static final Pattern PATH = Pattern.compile("^  (/\\S*):$");
    private static final Pattern OPERATION = Pattern.compile("^    (get|post|put|patch|delete):$");

    @Test
    void the_description_names_exactly_the_operations_that_there_are() throws IOException {
        Set<String> there =
                DoorRolesTest.doors().map(DescriptionTest::operation).collect(Collectors.toCollection(TreeSet::new));

        assertThat(described()).isEqualTo(there).hasSizeGreaterThan(25);
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
        String path = "";
        try (InputStream file = DescriptionTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                Matcher named = PATH.matcher(line);
                Matcher operation = OPERATION.matcher(line);
                if (named.matches()) {
                    path = named.group(1);
                } else if (operation.matches()) {
                    found.add(operation.group(1).toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        return found;
    }
}
