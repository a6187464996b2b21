package dev.openinspect.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A module of the build: where its sources and classes lie and which packages are its own. */
enum Module {
    CORE("ejb-sessions", "dev.openinspect.."),
    JMS_EVENTS("jms-events", "dev.openinspect.events.jms.."),
    REST_CLIENTS("rest-clients", "dev.openinspect.clients.."),
    WEB("web", "dev.openinspect.web.."),
    RUNTIME("sandbox/runtime", "dev.openinspect.runtime.."),
    HOST("sandbox/host", "dev.openinspect.host.."),
    DEMO("demo", "dev.openinspect.demo..");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    final String packages;
    private final String folder;

    Module(String folder, String packages) {
        this.folder = folder;
        this.packages = packages;
    }

    /** The packages of every module but the core, whose own are all that remain. */
    static String[] packagesOutsideTheCore() {
        return Stream.of(values())
                .filter(module -> module != CORE)
                .map(module -> module.packages)
                .toArray(String[]::new);
    }

    Path sources() {
        return ROOT.resolve(folder).resolve("src/main/java");
    }

    /** The compiled classes; a module that was not compiled fails the test, because a rule without classes holds always. */
    JavaClasses classes() {
        Path classes = ROOT.resolve(folder).resolve("target/classes");
        JavaClasses imported = Files.isDirectory(classes)
                ? new ClassFileImporter().importPath(classes)
                : new ClassFileImporter().importClasses();
        if (imported.isEmpty()) {
            throw new AssertionError(
                    folder + "/target/classes holds no classes: compile " + folder + " before these tests");
        }
        return imported;
    }

    List<Path> sourceFiles() {
        try (Stream<Path> files = Files.walk(sources())) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException("the sources of " + folder + " cannot be read", missing);
        }
    }
}
