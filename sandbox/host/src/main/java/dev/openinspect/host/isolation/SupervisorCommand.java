package dev.openinspect.host.isolation;

import java.util.List;

/**
 * How the supervisor is started: a small Java program that must leave memory and processors to the agent. docs/performance.md has what each option saved.
 */
public final class SupervisorCommand {
    private SupervisorCommand() {}

    public static List<String> of(String jdk, String runtime) {
        return List.of(
                jdk + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // The archive of the JDK's classes at its own address: else each sandbox has a copy of what the loader
                // moved.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                // A heap that becomes small again when the collection after a turn finds little in it.
                "-Xms8m",
                "-Xmx192m",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=30",
                "-XX:-ShrinkHeapInSteps",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                runtime + "/*",
                "dev.openinspect.runtime.Supervisor");
    }
}
