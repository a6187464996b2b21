package dev.openinspect.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.ResourceForAnybody;
import dev.openinspect.architecture.fixtures.ResourceWithRoles;
import dev.openinspect.architecture.fixtures.ServletForAnybody;
import dev.openinspect.architecture.fixtures.SocketForAnybody;
import dev.openinspect.architecture.fixtures.SocketWithAHandshake;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every door names who may come in; a door that says nothing is a mistake and not an open door. */
class DoorsTest {
    private static final List<Class<? extends Annotation>> ROLES =
            List.of(RolesAllowed.class, PermitAll.class, DenyAll.class);
    private static final List<Class<? extends Annotation>> HTTP_METHODS =
            List.of(GET.class, POST.class, PUT.class, PATCH.class, DELETE.class, HEAD.class, OPTIONS.class);

    private static final DescribedPredicate<CanBeAnnotated> NAMES_ROLES =
            describe("annotated with @RolesAllowed, @PermitAll or @DenyAll", door -> hasOneOf(door, ROLES));

    private static final DescribedPredicate<JavaMethod> ANSWERS_HTTP =
            describe("answer an HTTP method", method -> hasOneOf(method, HTTP_METHODS));

    static final ArchRule RESOURCES_NAME_ROLES = methods()
            .that(ANSWERS_HTTP)
            .should(be(describe(
                    "annotated with @RolesAllowed, @PermitAll or @DenyAll, itself or by its class",
                    (JavaMethod method) -> NAMES_ROLES.test(method) || NAMES_ROLES.test(method.getOwner()))))
            .because("the container refuses before our code runs, and a reader sees at the door who may come in");

    static final ArchRule SOCKETS_DECIDE_AT_THE_HANDSHAKE = classes()
            .that()
            .areAnnotatedWith(ServerEndpoint.class)
            .should(be(NAMES_ROLES
                    .<JavaClass>forSubtype()
                    .or(describe("given a configurator of ours", (JavaClass socket) -> hasOwnConfigurator(socket)))))
            .because(
                    "the container checks no roles of a socket: its configurator decides at the handshake who may come in,"
                            + " and the socket asks again every 30 seconds");

    static final ArchRule SERVLETS_NAME_ROLES = classes()
            .that()
            .areAnnotatedWith(WebServlet.class)
            .should()
            .beAnnotatedWith(ServletSecurity.class)
            .because(
                    "a servlet that streams is a door like any other, and @ServletSecurity is what its container reads");

    @Test
    void resources_name_their_roles() {
        RESOURCES_NAME_ROLES.check(Module.WEB.classes());
    }

    @Test
    void sockets_decide_at_the_handshake() {
        SOCKETS_DECIDE_AT_THE_HANDSHAKE.check(Module.WEB.classes());
    }

    @Test
    void servlets_name_their_roles() {
        SERVLETS_NAME_ROLES.allowEmptyShould(true).check(Module.WEB.classes());
    }

    @Test
    void a_door_that_says_nothing_is_noticed() {
        Broken.by(ResourceForAnybody.class, RESOURCES_NAME_ROLES);
        Broken.notBy(ResourceWithRoles.class, RESOURCES_NAME_ROLES);
        Broken.by(SocketForAnybody.class, SOCKETS_DECIDE_AT_THE_HANDSHAKE);
        Broken.notBy(SocketWithAHandshake.class, SOCKETS_DECIDE_AT_THE_HANDSHAKE);
        Broken.by(ServletForAnybody.class, SERVLETS_NAME_ROLES);
    }

    private static boolean hasOneOf(CanBeAnnotated door, List<Class<? extends Annotation>> annotations) {
        return annotations.stream().anyMatch(door::isAnnotatedWith);
    }

    private static boolean hasOwnConfigurator(JavaClass socket) {
        return socket.getAnnotationOfType(ServerEndpoint.class.getName())
                .tryGetExplicitlyDeclaredProperty("configurator")
                .filter(JavaClass.class::isInstance)
                .map(JavaClass.class::cast)
                .filter(configurator -> !configurator.isEquivalentTo(ServerEndpointConfig.Configurator.class))
                .isPresent();
    }
}
