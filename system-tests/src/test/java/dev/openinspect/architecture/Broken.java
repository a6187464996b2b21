package dev.openinspect.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/** Shows that a rule notices a class that breaks it and leaves alone one that keeps it. */
final class Broken {
    private Broken() {}

    /** The rule fails for this class, and its message names the class and the reason. */
    static void by(Class<?> culprit, ArchRule rule) {
        var result = rule.evaluate(new ClassFileImporter().importClasses(culprit));

        assertThat(result.hasViolation())
                .as("%s breaks: %s", culprit.getSimpleName(), rule.getDescription())
                .isTrue();
        assertThat(result.getFailureReport().toString())
                .contains(culprit.getSimpleName())
                .contains("because");
    }

    static void notBy(Class<?> innocent, ArchRule rule) {
        rule.allowEmptyShould(true).check(new ClassFileImporter().importClasses(innocent));
    }
}
