package dev.openinspect.repositories;

import dev.openinspect.repositories.CodeHost.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that a repository keeps beside Git because they are large (Git LFS, batch API with basic transfers). Never inside a transaction. Every call throws
 * {@link CodeHost.CodeHostFailure} if the repository cannot be reached or refuses, and {@link IOException} if a stream breaks.
 */
public interface LargeFiles {
    /** As many files may be asked for at once; clients ask for 100. */
    int MOST = 1_000;

    /** What the repository says of these files, in their order. */
    List<State> look(Address address, Direction direction, List<LargeFile> files);

    /** Sends one file on; nothing is written before the host has answered. */
    void download(Address address, LargeFile file, OutputStream out) throws IOException;

    /** Takes one file in and has the host check that it arrived. One that is there already is read and thrown away. */
    void upload(Address address, LargeFile file, InputStream in) throws IOException;

    enum Direction {
        DOWNLOAD,
        UPLOAD
    }

    /**
     * A large file.
     *
     * @param oid its SHA-256 in hex
     * @param size in bytes
     */
    record LargeFile(String oid, long size) {
        private static final Pattern OID = Pattern.compile("[0-9a-f]{64}");

        public LargeFile {
            if (!OID.matcher(oid).matches() || size < 0) {
                throw new IllegalArgumentException("a large file has a SHA-256 in hex and a size");
            }
        }
    }

    /**
     * What is to be done for a file.
     *
     * @param transfer whether it has to be transferred; false for an upload means that it is there already
     * @param problem why it cannot be, or null
     */
    record State(LargeFile file, boolean transfer, @Nullable Problem problem) {}

    /** What the host says against it, with a status of HTTP. */
    record Problem(int code, String message) {}
}
