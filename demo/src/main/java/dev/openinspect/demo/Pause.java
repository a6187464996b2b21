package dev.openinspect.demo;

import java.time.Duration;

/** How the server waits between two pieces. Tests do not. */
@FunctionalInterface
interface Pause {
    void of(Duration duration) throws InterruptedException;
}
