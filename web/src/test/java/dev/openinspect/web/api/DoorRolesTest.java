package dev.openinspect.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoorRolesTest {
    static Stream<Method> doors() {
        return Stream.of(
                        SessionsResource.class,
                        SessionResource.class,
                        StreamTokensResource.class,
                        PromptsResource.class,
                        PullRequestResource.class,
                        EventsResource.class,
                        ChangesResource.class,
                        ChangesPatchResource.class,
                        RepositoriesResource.class,
                        CodeHostResource.class,
                        SecretsResource.class,
                        RepositorySecretsResource.class,
                        ModelsResource.class,
                        SandboxHostResource.class,
                        PeopleResource.class,
                        HooksResource.class,
                        TokensResource.class,
                        ConnectedAccountResource.class,
                        MeResource.class)
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .anyMatch(mark -> mark.annotationType().isAnnotationPresent(HttpMethod.class)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void every_door_names_its_roles(Method door) {
        assertThat(DoorRoles.roles(new Info(door))).isNotEmpty();
    }

    @Test
    void roles_at_the_method_win_over_those_at_the_class() throws NoSuchMethodException {
        assertThat(DoorRoles.roles(new Info(Open.class.getDeclaredMethod("narrow"))))
                .containsExactly("admin");
        assertThat(DoorRoles.roles(new Info(Open.class.getDeclaredMethod("wide"))))
                .containsExactly("viewer");
    }

    @Test
    void a_door_without_roles_is_for_nobody() throws NoSuchMethodException {
        assertThat(DoorRoles.roles(new Info(Forgotten.class.getDeclaredMethod("door"))))
                .isEqualTo(List.of());
    }

    record Info(Method method) implements ResourceInfo {
        @Override
        public Method getResourceMethod() {
            return method;
        }

        @Override
        public Class<?> getResourceClass() {
            return method.getDeclaringClass();
        }
    }

    @RolesAllowed("viewer")
    static class Open {
        @RolesAllowed("admin")
        void narrow() {}

        void wide() {}
    }

    static class Forgotten {
        void door() {}
    }
}
