package dev.openinspect.host.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root file systems on which sandboxes are built: the host's own, and base images, which lie beside each other in one
 * folder and are named by what they were made of. A layer stays on the one that it was made on, since it holds nothing but
 * differences. May be shared between threads.
 */
final class Bases {
    /** The name of the host's own root file system. */
    static final String HOST = "host";

    private static final String NAME = "[0-9a-f]{16}";
    private static final Duration PACK_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Path script;
    private final int ids;
    private final @Nullable Path images;
    private final String current;
    private final Map<String, Base> packed = new HashMap<>();

    /**
     * What launch.sh needs of a base: the folder with base.tar and folders.tar, and the root file system they belong to,
     * empty for the host's own.
     */
    record Base(Path parts, String system) {}

    /**
     * New layers are made on the given image, or on the host's own root file system without one or with one called "host".
     * It is packed at once, so that what is wrong with it shows at the start.
     *
     * @param ids how many user and group ids there are in a sandbox
     */
    Bases(Path folder, Path script, int ids, @Nullable Path image) throws IOException, InterruptedException {
        this.folder = folder;
        this.script = script;
        this.ids = ids;
        this.images = image == null ? null : image.getParent();
        this.current = image == null ? HOST : image.getFileName().toString();
        forgetEarlier();
        find(current);
    }

    /** On which new layers are made. */
    String current() {
        return current;
    }

    /** Whether what was made on it can be used here. */
    boolean has(String name) {
        return name.equals(HOST) || (name.matches(NAME) && images != null && isSystem(system(images, name)));
    }

    /** The base, packed once in the life of this program. Fails with a sentence when there is no such image. */
    synchronized Base find(String name) throws IOException, InterruptedException {
        var known = packed.get(name);
        if (known != null) {
            return known;
        }
        var base = pack(name);
        packed.put(name, base);
        return base;
    }

    /** So that the folder tells which bases this program uses: an image that no layer and no program uses may be removed. */
    private void forgetEarlier() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }

    private Base pack(String name) throws IOException, InterruptedException {
        var parts = LayerFolders.publicFolder(folder.resolve(name));
        if (name.equals(HOST)) {
            Command.run(List.of("sh", script.toString(), parts.toString(), Integer.toString(ids)), PACK_LIMIT);
            return new Base(parts, "");
        }
        var system = system(name);
        Command.run(
                List.of("sh", script.toString(), parts.toString(), Integer.toString(ids), system.toString()),
                PACK_LIMIT);
        return new Base(parts, system.toString());
    }

    private Path system(String name) throws IOException {
        if (images == null || !has(name)) {
            throw new IOException("The layer was made on the base image \"" + name
                    + "\", which this sandbox host does not have: docs/base-image.md tells how to bring it back.");
        }
        return system(images, name);
    }

    private static Path system(Path images, String name) {
        return images.resolve(name).resolve("root");
    }

    private static boolean isSystem(Path path) {
        return Files.isDirectory(path.resolve("usr"));
    }
}
