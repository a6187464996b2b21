package dev.openinspect.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import dev.openinspect.architecture.fixtures.ClassWithAClock;
import dev.openinspect.architecture.fixtures.ClassWithDice;
import dev.openinspect.architecture.fixtures.ClassWithThreads;
import dev.openinspect.architecture.fixtures.ClassWithoutSurroundings;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time, chance and threads come from outside, so that tests can hold them still. */
class SurroundingsTest {
    private static final Set<String> RANDOM_TYPES =
            Set.of("java.util.Random", "java.security.SecureRandom", "java.util.SplittableRandom");
    private static final Set<String> THREAD_TYPES = Set.of(
            "java.lang.Thread",
            "java.util.Timer",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.ForkJoinPool");
    private static final Set<String> THREAD_MAKERS =
            Set.of("sleep", "ofVirtual", "ofPlatform", "startVirtualThread", "startVirtual");
    private static final Set<String> ASYNCHRONOUS = Set.of("runAsync", "supplyAsync");

    static final ArchRule NO_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackage("..time..")
            .should()
            .callCodeUnitWhere(describe("it reads a clock", SurroundingsTest::readsAClock))
            .because("a Clock is injected: tests move it, and nobody waits for a real one");

    static final ArchRule NO_DICE = noClasses()
            .that()
            .resideOutsideOfPackages("..ids..", "..crypto..")
            .should()
            .callCodeUnitWhere(describe("it throws dice", SurroundingsTest::throwsDice))
            .because("ids and secrets come from Ids, and only cryptography needs its own nonces and salts");

    static final ArchRule NO_THREADS = noClasses()
            .should()
            .callCodeUnitWhere(describe("it makes a thread or holds one up", SurroundingsTest::makesThreads))
            .because("the container owns the threads: work goes to a ManagedExecutorService, and nobody sleeps");

    @ParameterizedTest
    @EnumSource(names = {"CORE", "JMS_EVENTS", "REST_CLIENTS", "WEB"})
    void nobody_reads_the_clock(Module module) {
        NO_CLOCK.check(module.classes());
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "JMS_EVENTS", "REST_CLIENTS", "WEB"})
    void nobody_throws_dice(Module module) {
        NO_DICE.check(module.classes());
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "JMS_EVENTS", "REST_CLIENTS", "WEB"})
    void nobody_makes_threads(Module module) {
        NO_THREADS.check(module.classes());
    }

    @Test
    void clocks_dice_and_threads_are_noticed() {
        Broken.by(ClassWithAClock.class, NO_CLOCK);
        Broken.by(ClassWithAClock.Legacy.class, NO_CLOCK);
        Broken.by(ClassWithAClock.Today.class, NO_CLOCK);
        Broken.by(ClassWithDice.class, NO_DICE);
        Broken.by(ClassWithDice.Secret.class, NO_DICE);
        Broken.by(ClassWithDice.Name.class, NO_DICE);
        Broken.by(ClassWithThreads.class, NO_THREADS);
        Broken.by(ClassWithThreads.Pool.class, NO_THREADS);
        Broken.by(ClassWithThreads.Virtual.class, NO_THREADS);
        Broken.by(ClassWithThreads.Sleeper.class, NO_THREADS);
        Broken.by(ClassWithThreads.Common.class, NO_THREADS);
        Broken.notBy(ClassWithoutSurroundings.class, NO_CLOCK);
        Broken.notBy(ClassWithoutSurroundings.class, NO_DICE);
        Broken.notBy(ClassWithoutSurroundings.class, NO_THREADS);
    }

    private static boolean readsAClock(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        boolean takesNothing = target.getRawParameterTypes().isEmpty();
        boolean takesAClock = target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("java.time.Clock"));
        return switch (target.getOwner().getName()) {
            case "java.time.Clock" -> target.getName().startsWith("system");
            case "java.lang.System" -> target.getName().equals("currentTimeMillis");
            case "java.util.Date" -> target.getName().equals("<init>") && takesNothing;
            case "java.util.Calendar" -> target.getName().equals("getInstance");
            default ->
                target.getOwner().getPackageName().startsWith("java.time")
                        && target.getName().equals("now")
                        && !takesAClock;
        };
    }

    private static boolean throwsDice(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        return (RANDOM_TYPES.contains(owner) && target.getName().equals("<init>"))
                || (owner.equals("java.util.UUID") && target.getName().equals("randomUUID"))
                || (owner.equals("java.lang.Math") && target.getName().equals("random"))
                || owner.equals("java.util.concurrent.ThreadLocalRandom");
    }

    private static boolean makesThreads(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        return (THREAD_TYPES.contains(owner) && target.getName().equals("<init>"))
                || (owner.equals("java.lang.Thread") && THREAD_MAKERS.contains(target.getName()))
                || owner.equals("java.util.concurrent.Executors")
                || (owner.equals("java.util.concurrent.CompletableFuture")
                        && ASYNCHRONOUS.contains(target.getName())
                        && target.getRawParameterTypes().size() == 1);
    }
}
