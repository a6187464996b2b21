package dev.openinspect.container;

import dev.openinspect.system.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR as it is built, with one more module: the tests, which see the application's classes as its own web module does. */
final class ApplicationWithTests {
    private static final String DESCRIPTOR = "/META-INF/application.xml";
    private static final String TESTS = "container-tests";

    private ApplicationWithTests() {}

    /** @param helpers classes that only these tests need */
    static EnterpriseArchive of(Path ear, Class<?> tests, Class<?>... helpers) {
        WebArchive module = ShrinkWrap.create(WebArchive.class, TESTS + ".war")
                .addClasses(tests, Rows.class, KeptFrames.class, OpenDoor.class, WorkThreads.class, Await.class)
                .addClasses(helpers)
                .addAsLibraries(library(Assertions.class), library(net.bytebuddy.ByteBuddy.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        EnterpriseArchive application = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, ear.toFile());
        String descriptor = read(application);
        application.delete(DESCRIPTOR);
        return application
                .setApplicationXML(new StringAsset(withModule(descriptor)))
                .addAsModule(Testable.archiveToTest(module));
    }

    /** Behind the other modules, because modules are started in their order. */
    private static String withModule(String descriptor) {
        int end = descriptor.lastIndexOf("</module>") + "</module>".length();
        return descriptor.substring(0, end) + "<module><web><web-uri>" + TESTS + ".war</web-uri><context-root>/" + TESTS
                + "</context-root></web></module>" + descriptor.substring(end);
    }

    private static String read(EnterpriseArchive application) {
        try (InputStream content = application.get(DESCRIPTOR).getAsset().openStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.io.File library(Class<?> member) {
        try {
            return Path.of(member.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
