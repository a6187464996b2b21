package dev.openinspect.runtime;

import dev.openinspect.runtime.boot.BootFile;
import dev.openinspect.runtime.boot.Places;
import dev.openinspect.runtime.bridge.BridgeTiming;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;

/** The first program of a sandbox. Its output is the boot log, one fact a line; its exit code says why it ended. */
public final class Supervisor {
    /** The host kills after its grace; we must be done before. */
    private static final Duration TERM_LIMIT = Duration.ofSeconds(9);

    private Supervisor() {}

    public static void main(String[] arguments) throws InterruptedException {
        var clock = Clock.systemUTC();
        var lines = bootLog(System.out, clock);
        var exit = run(System.getenv(), clock, lines);
        // Hooks may have left threads of ours nothing to wait for; and the signal handler must not run after an orderly
        // end.
        Runtime.getRuntime().halt(exit.code());
    }

    private static Exit run(Map<String, String> environment, Clock clock, Consumer<String> lines)
            throws InterruptedException {
        var places = Places.of(environment);
        BootFile bootFile;
        try {
            bootFile = BootFile.read(places.bootFile());
        } catch (IOException e) {
            lines.accept("exit=" + Exit.NO_BOOT_FILE.code() + " reason=" + e.getMessage());
            return Exit.NO_BOOT_FILE;
        }
        var sandbox = new Sandbox(places, bootFile, environment, BridgeTiming.NORMAL, clock, new SecureRandom(), lines);
        onTerm(sandbox, Thread.currentThread(), lines);
        return sandbox.run();
    }

    /** SIGTERM is an orderly end with code 0: the main thread halts the machine while this hook still waits for it. */
    private static void onTerm(Sandbox sandbox, Thread main, Consumer<String> lines) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("sigterm").unstarted(() -> {
            sandbox.shutDown();
            try {
                if (!main.join(TERM_LIMIT)) lines.accept("did not end in time");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static Consumer<String> bootLog(PrintStream out, Clock clock) {
        var utf8 = new PrintStream(out, true, StandardCharsets.UTF_8);
        return line -> utf8.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " "
                + line.replace('\n', ' ').replace('\r', ' '));
    }
}
