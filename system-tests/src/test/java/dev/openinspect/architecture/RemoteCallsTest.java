package dev.openinspect.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.AdapterInATransaction;
import dev.openinspect.architecture.fixtures.AdapterOutsideTransactions;
import dev.openinspect.architecture.fixtures.AdapterThatIsNoBean;
import dev.openinspect.architecture.fixtures.AdapterWithOneWrongMethod;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import org.junit.jupiter.api.Test;

/** No remote call inside a transaction: it would hold a connection and locks for as long as somebody else likes. */
class RemoteCallsTest {
    private static final DescribedPredicate<JavaClass> EJB = describe(
            "an EJB",
            type -> type.isAnnotatedWith(Stateless.class)
                    || type.isAnnotatedWith(Singleton.class)
                    || type.isAnnotatedWith(Stateful.class));

    private static final DescribedPredicate<JavaClass> PORT_IMPLEMENTATION =
            describe("an implementation of a port", type -> type.getAllRawInterfaces().stream()
                    .anyMatch(port -> port.getPackageName().startsWith("dev.openinspect.")
                            && !port.getPackageName().startsWith("dev.openinspect.clients")));

    private static final DescribedPredicate<JavaAnnotation<?>> NEVER = describe(
            "@TransactionAttribute(NEVER)",
            annotation -> annotation.getRawType().isEquivalentTo(TransactionAttribute.class)
                    && annotation.get("value").orElse("") instanceof JavaEnumConstant constant
                    && constant.name().equals("NEVER"));

    private static final DescribedPredicate<JavaClass> REMOTE = resideInAnyPackage(
                    "java.net.http..",
                    "javax.net.ssl..",
                    "jakarta.ws.rs.client..",
                    "org.eclipse.microprofile.rest.client..",
                    "org.eclipse.jgit.transport..")
            .or(describe("a socket or a process", type -> switch (type.getName()) {
                case "java.net.Socket", "java.net.HttpURLConnection", "java.lang.ProcessBuilder" -> true;
                default -> false;
            }))
            .as("what leaves this process");

    static final ArchRule ADAPTERS_REFUSE_TRANSACTIONS = classes()
            .that(EJB.and(PORT_IMPLEMENTATION))
            .and(not(resideInAPackage("dev.openinspect.clients.crypto..")))
            .should()
            .beAnnotatedWith(NEVER)
            .because("the container then refuses a remote call inside a transaction, instead of us hoping for it");

    static final ArchRule NO_METHOD_OF_AN_ADAPTER_DIFFERS = methods()
            .that()
            .areDeclaredInClassesThat(EJB.and(PORT_IMPLEMENTATION))
            .and()
            .areAnnotatedWith(TransactionAttribute.class)
            .should()
            .beAnnotatedWith(NEVER)
            .because("one method that joins a transaction undoes what its class promises");

    static final ArchRule WHO_CALLS_OUT_IS_SUCH_AN_ADAPTER = noClasses()
            .that(PORT_IMPLEMENTATION.and(not(EJB)))
            .should()
            .transitivelyDependOnClassesThat(REMOTE)
            .because(
                    "the container checks transactions of EJBs only, so a port that calls out is implemented by an EJB");

    @Test
    void adapters_refuse_transactions() {
        ADAPTERS_REFUSE_TRANSACTIONS.check(Module.REST_CLIENTS.classes());
    }

    @Test
    void no_method_of_an_adapter_differs() {
        NO_METHOD_OF_AN_ADAPTER_DIFFERS.allowEmptyShould(true).check(Module.REST_CLIENTS.classes());
    }

    @Test
    void a_port_that_calls_out_is_implemented_by_an_ejb() {
        WHO_CALLS_OUT_IS_SUCH_AN_ADAPTER.check(Module.REST_CLIENTS.classes());
    }

    @Test
    void a_remote_call_in_a_transaction_is_noticed() {
        Broken.by(AdapterInATransaction.class, ADAPTERS_REFUSE_TRANSACTIONS);
        Broken.by(AdapterWithOneWrongMethod.class, NO_METHOD_OF_AN_ADAPTER_DIFFERS);
        Broken.by(AdapterThatIsNoBean.class, WHO_CALLS_OUT_IS_SUCH_AN_ADAPTER);
        Broken.notBy(AdapterOutsideTransactions.class, ADAPTERS_REFUSE_TRANSACTIONS);
        Broken.notBy(AdapterOutsideTransactions.class, NO_METHOD_OF_AN_ADAPTER_DIFFERS);
        Broken.notBy(AdapterOutsideTransactions.class, WHO_CALLS_OUT_IS_SUCH_AN_ADAPTER);
    }
}
