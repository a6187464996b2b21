package dev.openinspect.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks system tests that, like those of {@link OwnServers}, leave the running installation alone and start servers of their own, and that run in
 * another process beside the others, once the sandbox's tests are through.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("apart")
public @interface Apart {}
