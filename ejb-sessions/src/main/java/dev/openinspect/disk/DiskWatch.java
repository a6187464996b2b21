package dev.openinspect.disk;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Asks the watched folders' disks how much is free, each time anew: the kernel knows it at once. May be shared between threads. */
@ApplicationScoped
public class DiskWatch {
    private static final Logger LOG = Logger.getLogger(DiskWatch.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(60);

    private final AtomicReference<DiskRoom> last = new AtomicReference<>(DiskRoom.ENOUGH);

    @Inject
    Settings settings;

    public DiskRoom room() {
        long floor = settings.limits().diskFloorBytes();
        OptionalLong free = freeBytes();
        DiskRoom now = free.isEmpty() ? DiskRoom.ENOUGH : DiskRoom.of(free.getAsLong(), floor);
        DiskRoom before = last.getAndSet(now);
        if (before != now) {
            Level level = now == DiskRoom.ENOUGH ? Level.INFO : Level.WARNING;
            LOG.log(level, () -> "disk=" + now + " freeMiB=" + (free.orElse(0) >> 20) + " floorMiB=" + (floor >> 20));
        }
        return now;
    }

    /** Free space on the fullest of the watched disks; empty if none is watched. */
    public OptionalLong freeBytes() {
        return settings.limits().diskFolders().stream()
                .map(Path::toFile)
                .filter(File::exists)
                .mapToLong(File::getUsableSpace)
                .min();
    }

    /** @throws Refused {@code installation_disk_full} if nothing new may be begun */
    public void requireRoom() {
        if (room().refuses()) {
            throw new Refused(
                    RefusalCode.INSTALLATION_DISK_FULL,
                    "The disk of this installation is nearly full. Nothing new is begun until its operator has made room.",
                    PAUSE);
        }
    }
}
