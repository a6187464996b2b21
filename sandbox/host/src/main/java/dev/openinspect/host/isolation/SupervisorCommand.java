package dev.openinspect.host.isolation;

import java.util.List;

/** How the supervisor is started: a small Java program that must leave memory and processors to the agent. */
public final class SupervisorCommand {
    private SupervisorCommand() {}

    public static List<String> of(String jdk, String runtime) {
        return List.of(
                jdk + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xms16m",
                "-Xmx192m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                runtime + "/*",
                "dev.openinspect.runtime.Supervisor");
    }
}
