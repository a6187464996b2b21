package dev.openinspect.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.ResourceForAnybody;
import dev.openinspect.architecture.fixtures.ResourceWithRoles;
import dev.openinspect.architecture.fixtures.ServletForAnybody;
import dev.openinspect.architecture.fixtures.SocketForAnybody;
import dev.openinspect.architecture.fixtures.SocketThatAsks;
import dev.openinspect.clients.github.GitHubApi;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
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

    static final ArchRule SOCKETS_ASK_WHO_CAME = classes()
            .that()
            .areAnnotatedWith(ServerEndpoint.class)
            .should(be(describe("asking for the user principal in @OnOpen", DoorsTest::asksWhoCame)))
            .because("the container checks no roles of a socket: whoever shook hands is asked for before anything else,"
                    + " and asked again while the socket lives");

    static final ArchRule SERVLETS_NAME_ROLES = classes()
            .that()
            .areAnnotatedWith(WebServlet.class)
            .should()
            .beAnnotatedWith(ServletSecurity.class)
            .because(
                    "a servlet that streams is a door like any other, and @ServletSecurity is what its container reads");

    static final ArchRule CLIENTS_ARE_NO_DOORS = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .beAnnotatedWith(RegisterRestClient.class)
            .because(
                    "the server takes every other class with a path for a resource of ours, wherever in the EAR it lies");

    @Test
    void resources_name_their_roles() {
        RESOURCES_NAME_ROLES.check(Module.WEB.classes());
    }

    @Test
    void sockets_ask_who_came() {
        SOCKETS_ASK_WHO_CAME.check(Module.WEB.classes());
    }

    @Test
    void servlets_name_their_roles() {
        SERVLETS_NAME_ROLES.allowEmptyShould(true).check(Module.WEB.classes());
    }

    @Test
    void clients_are_no_doors() {
        CLIENTS_ARE_NO_DOORS.check(Module.REST_CLIENTS.classes());
    }

    @Test
    void a_door_that_says_nothing_is_noticed() {
        Broken.by(ResourceForAnybody.class, CLIENTS_ARE_NO_DOORS);
        Broken.notBy(GitHubApi.class, CLIENTS_ARE_NO_DOORS);
        Broken.by(ResourceForAnybody.class, RESOURCES_NAME_ROLES);
        Broken.notBy(ResourceWithRoles.class, RESOURCES_NAME_ROLES);
        Broken.by(SocketForAnybody.class, SOCKETS_ASK_WHO_CAME);
        Broken.notBy(SocketThatAsks.class, SOCKETS_ASK_WHO_CAME);
        Broken.by(ServletForAnybody.class, SERVLETS_NAME_ROLES);
    }

    private static boolean hasOneOf(CanBeAnnotated door, List<Class<? extends Annotation>> annotations) {
        return annotations.stream().anyMatch(door::isAnnotatedWith);
    }

    private static boolean asksWhoCame(JavaClass socket) {
        return socket.getMethods().stream()
                .filter(method -> method.isAnnotatedWith(OnOpen.class))
                .flatMap(method -> method.getMethodCallsFromSelf().stream())
                .map(JavaCall::getTarget)
                .anyMatch(target -> target.getName().equals("getUserPrincipal")
                        && target.getOwner().isEquivalentTo(Session.class));
    }
}
