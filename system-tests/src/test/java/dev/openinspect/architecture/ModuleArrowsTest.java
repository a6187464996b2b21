package dev.openinspect.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.CoreWithAProtocol;
import dev.openinspect.architecture.fixtures.CoreWithAVendor;
import dev.openinspect.architecture.fixtures.WebThatKnowsAClient;
import dev.openinspect.clients.fixtures.SomeClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which module may know which. */
class ModuleArrowsTest {
    private static final DescribedPredicate<JavaClass> CORES_OWN = resideInAPackage("dev.openinspect..")
            .and(DescribedPredicate.not(resideInAnyPackage(Module.packagesOutsideTheCore())));

    static final ArchRule THE_CORE_KNOWS_ONLY_THE_STANDARD = classes()
            .should()
            .onlyDependOnClassesThat(
                    CORES_OWN.or(resideInAnyPackage("java..", "javax.sql..", "jakarta..", "org.jspecify..")))
            .because("the application knows no vendor: what it needs from one is a port that an adapter implements");

    static final ArchRule THE_CORE_KNOWS_NO_PROTOCOL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.faces..",
                    "jakarta.ws.rs..",
                    "jakarta.jms..",
                    "jakarta.websocket..",
                    "jakarta.servlet..",
                    "java.net.http..",
                    "org.eclipse.microprofile..")
            .because("pages, HTTP, JMS and sockets are doors and adapters; the core is the same behind each of them");

    /** What a module may know of ours besides itself; everything of ours that is not named is forbidden. */
    private static final Map<Module, String[]> KNOWN_BESIDES_ITSELF = Map.of(
            Module.RUNTIME,
            new String[] {},
            Module.HOST,
            new String[] {Module.RUNTIME.packages},
            Module.DEMO,
            new String[] {});

    static ArchRule adapterKnowsNoOtherModuleButTheCore(Module adapter) {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(Module.packagesOutsideTheCore())
                        .and(DescribedPredicate.not(resideInAPackage(adapter.packages))))
                .because("adapters do not know each other: they meet in the core's ports and events");
    }

    static ArchRule programKnowsNothingOfTheEar(Module program) {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.openinspect..")
                        .and(DescribedPredicate.not(resideInAPackage(program.packages)))
                        .and(DescribedPredicate.not(resideInAnyPackage(KNOWN_BESIDES_ITSELF.get(program)))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..")
                .because(
                        "it is a program of its own, started without the EAR and spoken to over a documented protocol");
    }

    static ArchRule classesLiveInThePackagesOf(Module module) {
        var own = module == Module.CORE ? CORES_OWN : resideInAPackage(module.packages);
        return classes()
                .should()
                .resideInAPackage("dev.openinspect..")
                .andShould(be(own))
                .because(
                        "the package of a class tells its module, and the arrows between modules are drawn by packages");
    }

    @Test
    void the_core_knows_only_the_standard() {
        THE_CORE_KNOWS_ONLY_THE_STANDARD.check(Module.CORE.classes());
    }

    @Test
    void the_core_knows_no_protocol() {
        THE_CORE_KNOWS_NO_PROTOCOL.check(Module.CORE.classes());
    }

    @ParameterizedTest
    @EnumSource(names = {"WEB", "REST_CLIENTS", "JMS_EVENTS"})
    void an_adapter_knows_the_core_and_no_other_adapter(Module adapter) {
        adapterKnowsNoOtherModuleButTheCore(adapter).check(adapter.classes());
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNTIME", "HOST", "DEMO"})
    void a_program_of_its_own_knows_nothing_of_the_ear(Module program) {
        programKnowsNothingOfTheEar(program).check(program.classes());
    }

    @ParameterizedTest
    @EnumSource
    void classes_live_in_the_packages_of_their_module(Module module) {
        classesLiveInThePackagesOf(module).check(module.classes());
    }

    @Test
    void a_broken_arrow_is_noticed() {
        Broken.by(CoreWithAVendor.class, THE_CORE_KNOWS_ONLY_THE_STANDARD);
        Broken.by(WebThatKnowsAClient.class, THE_CORE_KNOWS_ONLY_THE_STANDARD);
        Broken.by(CoreWithAProtocol.class, THE_CORE_KNOWS_NO_PROTOCOL);
        Broken.by(WebThatKnowsAClient.class, adapterKnowsNoOtherModuleButTheCore(Module.WEB));
        Broken.notBy(WebThatKnowsAClient.class, adapterKnowsNoOtherModuleButTheCore(Module.REST_CLIENTS));
        Broken.by(WebThatKnowsAClient.class, programKnowsNothingOfTheEar(Module.HOST));
        Broken.by(CoreWithAProtocol.class, programKnowsNothingOfTheEar(Module.DEMO));
        Broken.by(WebThatKnowsAClient.class, classesLiveInThePackagesOf(Module.WEB));
        Broken.by(SomeClient.class, classesLiveInThePackagesOf(Module.CORE));
        Broken.notBy(SomeClient.class, classesLiveInThePackagesOf(Module.REST_CLIENTS));
    }
}
