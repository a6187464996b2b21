package dev.openinspect.host.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * How the supervisor is started: a small Java program that must leave memory and processors to the agent. docs/performance.md has what each option saved.
 */
public final class SupervisorCommand {
    /** In the runtime's folder, made by {@code dev.openinspect.runtime.Rehearsal}. */
    public static final String ARCHIVE = "classes.jsa";

    private SupervisorCommand() {}

    /**
     * @param jdk as the sandbox sees it
     * @param runtime the folder of its jars, as the sandbox sees it
     * @param archived whether {@link #ARCHIVE} is there; one of another JDK is not used, and Java says so in the boot log
     */
    public static List<String> of(String jdk, String runtime, boolean archived) {
        var command = new ArrayList<>(options(jdk));
        if (archived) command.add("-XX:SharedArchiveFile=" + runtime + "/" + ARCHIVE);
        command.addAll(List.of("-cp", runtime + "/*", "dev.openinspect.runtime.Supervisor"));
        return command;
    }

    private static List<String> options(String jdk) {
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
                "-XX:+ExitOnOutOfMemoryError");
    }
}
