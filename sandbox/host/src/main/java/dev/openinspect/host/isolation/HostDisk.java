package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.Disk;
import dev.openinspect.host.sandbox.DiskUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks stat(1), since Java does not tell how many files a file system can still take. */
public record HostDisk(Path folder) implements Disk {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Override
    public DiskUse free() throws IOException, InterruptedException {
        return parse(Command.output(List.of("stat", "-f", "-c", "%a %S %d %c", folder.toString()), LIMIT));
    }

    /** Free blocks, their size, free files, all files; btrfs and others say 0 of 0 files and mean any number. */
    static DiskUse parse(String answer) throws IOException {
        var words = answer.strip().split(" ", -1);
        try {
            var files = Long.parseLong(words[3]) == 0 ? Long.MAX_VALUE : Long.parseLong(words[2]);
            return new DiskUse(Long.parseLong(words[0]) * Long.parseLong(words[1]), files);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("stat -f said " + answer, e);
        }
    }
}
