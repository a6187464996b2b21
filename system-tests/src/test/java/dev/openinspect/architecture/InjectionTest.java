package dev.openinspect.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.BeanWithAHiddenField;
import dev.openinspect.architecture.fixtures.BeanWithAPackagePrivateField;
import dev.openinspect.architecture.fixtures.BeanWithAnOpenField;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceContext;
import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the container fills. */
class InjectionTest {
    private static final List<Class<? extends Annotation>> FILLED_BY_THE_CONTAINER =
            List.of(Inject.class, EJB.class, Resource.class, PersistenceContext.class);

    static final ArchRule INJECTED_FIELDS_ARE_PACKAGE_PRIVATE = fields().that(
                    describe("the container fills", InjectionTest::isFilledByTheContainer))
            .should()
            .bePackagePrivate()
            .andShould()
            .notBeFinal()
            .because("a test in the same package puts the object together without a container and without reflection");

    @ParameterizedTest
    @EnumSource(names = {"CORE", "JMS_EVENTS", "REST_CLIENTS", "WEB"})
    void injected_fields_are_package_private(Module module) {
        INJECTED_FIELDS_ARE_PACKAGE_PRIVATE.check(module.classes());
    }

    @Test
    void a_hidden_or_open_field_is_noticed() {
        Broken.by(BeanWithAHiddenField.class, INJECTED_FIELDS_ARE_PACKAGE_PRIVATE);
        Broken.by(BeanWithAnOpenField.class, INJECTED_FIELDS_ARE_PACKAGE_PRIVATE);
        Broken.notBy(BeanWithAPackagePrivateField.class, INJECTED_FIELDS_ARE_PACKAGE_PRIVATE);
    }

    private static boolean isFilledByTheContainer(JavaField field) {
        return FILLED_BY_THE_CONTAINER.stream().anyMatch(field::isAnnotatedWith);
    }
}
