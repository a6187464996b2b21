package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process and when it started, in clock ticks of one boot: a number alone is soon given to somebody else. */
public record ProcessIdentity(long pid, long startTicks, String boot) {
    private static final int START_TICKS_AFTER_NAME = 20;

    public static Optional<ProcessIdentity> of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name stands in parentheses and may itself hold any character, so count from the last one.
            var fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
            return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS_AFTER_NAME]), currentBoot()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The process, when it still is the one that was meant. */
    public Optional<ProcessHandle> find() {
        return of(pid).filter(this::equals).flatMap(same -> ProcessHandle.of(pid));
    }

    private static String currentBoot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }
}
