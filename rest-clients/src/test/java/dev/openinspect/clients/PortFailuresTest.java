package dev.openinspect.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.models.ModelGateway;
import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.sandboxes.SandboxProvider;
import jakarta.ejb.ApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Payara knows the exceptions of the ports only by this module's own descriptor. */
class PortFailuresTest {
    private static final List<Class<?>> PORTS =
            List.of(CodeHost.class, GitTransport.class, ModelGateway.class, SandboxProvider.class);

    @Test
    void every_failure_of_a_port_is_named_in_the_descriptor() throws IOException {
        List<String> failures = PORTS.stream()
                .flatMap(port -> Arrays.stream(port.getDeclaredClasses()))
                .filter(type -> type.isAnnotationPresent(ApplicationException.class))
                .map(Class::getName)
                .toList();

        assertThat(failures).hasSize(3);
        assertThat(named()).containsExactlyInAnyOrderElementsOf(failures);
    }

    private static Stream<String> named() throws IOException {
        try (InputStream in = PortFailuresTest.class.getResourceAsStream("/META-INF/ejb-jar.xml")) {
            String descriptor = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("<exception-class>(.*)</exception-class>")
                    .matcher(descriptor)
                    .results()
                    .map(found -> found.group(1));
        }
    }
}
