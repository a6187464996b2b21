package dev.openinspect.isolation;

import dev.openinspect.system.ApiClient;

/** Runs the probe once against the running installation and prints what it found: for system-tests/isolation-mutations.sh. */
final class ProbeRun {
    private ProbeRun() {}

    public static void main(String[] arguments) {
        ApiClient administrator = ApiClient.administrator();
        Agent agent = Agent.inNewSession(administrator, "Probe " + String.join(" ", arguments));
        try {
            Probe probe = Probe.by(agent, agent.session());
            probe.findings()
                    .forEach((name, finding) -> System.out.println(
                            (finding.held() ? "held   " : "BROKEN ") + name + ": " + finding.what()));
            probe.leaks().forEach(leak -> System.out.println("BROKEN what-the-agent-wrote: " + leak));
        } finally {
            administrator.delete("/sessions/" + agent.session());
        }
    }
}
