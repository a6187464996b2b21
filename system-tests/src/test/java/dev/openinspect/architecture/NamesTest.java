package dev.openinspect.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.OrderHelper;
import dev.openinspect.architecture.fixtures.OrderService;
import dev.openinspect.architecture.fixtures.SomePort;
import dev.openinspect.architecture.fixtures.util.Order;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names say what a thing is. */
class NamesTest {
    /** Names in which such a word is the trade's own. Git's protocol calls upload-pack and receive-pack services. */
    private static final Set<String> TRUE_NAMES = Set.of("dev.openinspect.repositories.GitService");

    static final ArchRule NO_EMPTY_SUFFIX = noClasses()
            .that(describe("are not excused", type -> !TRUE_NAMES.contains(type.getName())))
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Service|Processor)")
            .because(
                    "such a suffix is true of anything; the noun of our trade that is missing says what the class is for");

    static final ArchRule NO_DRAWER_FOR_EVERYTHING = classes()
            .should()
            .resideOutsideOfPackages("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..misc..")
            .because("shared code gets the name of its idea, such as time or ids; a drawer for everything only fills");

    @ParameterizedTest
    @EnumSource
    void no_class_has_an_empty_suffix(Module module) {
        NO_EMPTY_SUFFIX.check(module.classes());
    }

    @ParameterizedTest
    @EnumSource
    void no_package_is_a_drawer_for_everything(Module module) {
        NO_DRAWER_FOR_EVERYTHING.check(module.classes());
    }

    @Test
    void empty_names_are_noticed() {
        Broken.by(OrderService.class, NO_EMPTY_SUFFIX);
        Broken.by(OrderHelper.class, NO_EMPTY_SUFFIX);
        Broken.by(SomePort.SomePortImpl.class, NO_EMPTY_SUFFIX);
        Broken.notBy(SomePort.class, NO_EMPTY_SUFFIX);
        Broken.by(Order.class, NO_DRAWER_FOR_EVERYTHING);
        Broken.notBy(SomePort.class, NO_DRAWER_FOR_EVERYTHING);
    }
}
