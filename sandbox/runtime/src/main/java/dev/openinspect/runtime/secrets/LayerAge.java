package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * When a layer began. An overlay makes a folder in its upper layer before it writes anything below it, and shows that folder's change time
 * from then on, which no program can set. So a folder with an older change time has nothing of the layer in it, however deep.
 */
public final class LayerAge {
    /** Clocks of file systems tick more slowly than ours. */
    private static final Duration COARSE = Duration.ofSeconds(1);

    private LayerAge() {}

    /**
     * @param overlays where the layer's overlays are mounted
     * @param scratch a folder of the layer, for a file that is removed again
     * @return a moment before anything of the layer was made; {@link Instant#MIN} where the file system or Java does not tell
     */
    public static Instant of(Collection<Path> overlays, Path scratch) throws IOException {
        if (!tellsBirths(scratch)) return Instant.MIN;
        var oldest = Instant.MAX;
        for (var overlay : overlays) {
            var born = attributes(overlay).creationTime().toInstant();
            if (born.isBefore(oldest)) oldest = born;
        }
        return overlays.isEmpty() ? Instant.MIN : oldest.minus(COARSE);
    }

    /** Otherwise Java gives the time of the last modification instead, which may be later. */
    private static boolean tellsBirths(Path scratch) throws IOException {
        var file = Files.createTempFile(scratch, "birth", null);
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            return attributes(file).creationTime().toMillis() != 0;
        } finally {
            Files.delete(file);
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
