package dev.openinspect.host.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a supervisor without walls leaves when it is killed: OpenCode and others lead process groups of their own, so no signal to
 * the supervisor's group reaches them. All have inherited the session's home, and by that they are known.
 */
final class Strays {
    /** Whoever forks while we look is found in the next round. */
    private static final int MOST_ROUNDS = 20;

    private Strays() {}

    static void end(Path home) {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var strays = of(home);
            if (strays.isEmpty()) {
                return;
            }
            strays.forEach(ProcessHandle::destroyForcibly);
            strays.forEach(stray -> stray.onExit().join());
        }
    }

    private static List<ProcessHandle> of(Path home) {
        return ProcessHandle.allProcesses()
                .filter(process -> inherited(process, home))
                .toList();
    }

    private static boolean inherited(ProcessHandle process, Path home) {
        try {
            var environment =
                    Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0HOME=" + home + "\0");
        } catch (IOException e) {
            // Another user's, or it ended meanwhile.
            return false;
        }
    }
}
