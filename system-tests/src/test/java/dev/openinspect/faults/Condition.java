package dev.openinspect.faults;

import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a resting installation holds: the server's live heap after a collection, its threads and open files, the sandbox host's threads,
 * connections to the database.
 */
record Condition(long heapMiB, int threads, int files, int hostThreads, int hostFiles, int connections) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static Condition of(Installation installation) {
        long payara = pid(installation, "payara");
        long host = pid(installation, "host");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // Twice: what finalisers and soft caches let go of is collected in the second.
        Command.run(LIMIT, Map.of(), List.of(jcmd, Long.toString(payara), "GC.run"));
        Pause.of(Duration.ofSeconds(2));
        Command.run(LIMIT, Map.of(), List.of(jcmd, Long.toString(payara), "GC.run"));
        Matcher used = USED.matcher(Command.run(LIMIT, Map.of(), List.of(jcmd, Long.toString(payara), "GC.heap_info")));
        if (!used.find()) {
            throw new IllegalStateException("jcmd did not say how much of the heap is used");
        }
        int database = installation.address().getPort() + 3;
        int connections = Machine.lines("ss", "-Htn", "state", "established", "sport", "=", ":" + database)
                .size();
        return new Condition(
                Long.parseLong(used.group(1)) / 1024,
                threads(payara),
                files(payara),
                threads(host),
                files(host),
                connections);
    }

    /** Whether it came back to where another one was, with room for pools that grew to their working size. */
    boolean isBackAt(Condition before) {
        return heapMiB <= before.heapMiB * 3 / 2 + 64
                && threads <= before.threads + 60
                && files <= before.files + 100
                && hostThreads <= before.hostThreads + 20
                && hostFiles <= before.hostFiles + 40
                && connections <= 40;
    }

    String text() {
        return "heap " + heapMiB + " MiB, " + threads + " threads, " + files + " files; host " + hostThreads
                + " threads, " + hostFiles + " files; " + connections + " database connections";
    }

    private static long pid(Installation installation, String name) {
        return installation
                .process(name)
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    /** Without those of the server's two executors for sessions and streams, which grow once to the sizes that domain.xml names and stay there. */
    private static int threads(long pid) {
        return (int) Machine.lines("sh", "-c", "cat /proc/" + pid + "/task/*/comm").stream()
                .filter(name -> !name.startsWith("concurrent/s"))
                .count();
    }

    private static int files(long pid) {
        return Machine.lines("ls", "/proc/" + pid + "/fd").size();
    }
}
