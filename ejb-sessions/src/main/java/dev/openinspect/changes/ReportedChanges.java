package dev.openinspect.changes;

import dev.openinspect.refusals.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox says it changed, while it is read: files come one by one, and each patch is packed at once, so that a large report does not
 * stand in memory twice. Used by one thread.
 */
public final class ReportedChanges {
    public static final int MOST_FILES = 2_000;
    /** Of one file, in bytes of UTF-8. A sandbox stops at half of it; redaction may make a text longer. */
    public static final int LARGEST_PATCH = 512 * 1024;

    public static final int LARGEST_PATCHES = 16 * 1024 * 1024;
    private static final int LONGEST_COMMIT = 64;

    private final List<KeptFile> files = new ArrayList<>();
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final MessageDigest digest = digest();
    private long patchBytes;
    private @Nullable String base;
    private @Nullable String head;
    private boolean truncated;

    /** @throws Refused {@code invalid_input} if there are too many files, or too much text */
    public void add(ChangedFile file, @Nullable String patch) {
        if (files.size() == MOST_FILES) {
            throw Refused.invalid("At most " + MOST_FILES + " files are listed.");
        }
        byte[] text = patch == null ? new byte[0] : patch.getBytes(StandardCharsets.UTF_8);
        patchBytes += text.length;
        if (text.length > LARGEST_PATCH || patchBytes > LARGEST_PATCHES) {
            throw Refused.invalid("The differences are larger than they may be.");
        }
        int from = packed.size();
        pack(text);
        files.add(new KeptFile(file, from, packed.size() - from));
        digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(text);
    }

    /**
     * Between which commits, and whether files are missing from the list.
     *
     * @throws Refused {@code invalid_input} if these are no names of commits
     */
    public void between(@Nullable String start, @Nullable String now, boolean more) {
        if (start != null && start.length() > LONGEST_COMMIT || now != null && now.length() > LONGEST_COMMIT) {
            throw Refused.invalid("The name of a commit has at most " + LONGEST_COMMIT + " characters.");
        }
        base = start;
        head = now;
        truncated = more;
    }

    /** One gzip member for each text: it can be read alone, and all of them in a row are one gzip file. */
    private void pack(byte[] text) {
        if (text.length == 0) {
            return;
        }
        try (GZIPOutputStream member = new GZIPOutputStream(packed)) {
            member.write(text);
        } catch (IOException e) {
            // Into memory one can always write.
            throw new UncheckedIOException(e);
        }
    }

    List<KeptFile> files() {
        return List.copyOf(files);
    }

    byte[] patches() {
        return packed.toByteArray();
    }

    @Nullable
    String base() {
        return base;
    }

    @Nullable
    String head() {
        return head;
    }

    boolean truncated() {
        return truncated;
    }

    /** The same changes have the same. */
    String hash() {
        digest.update((base + " " + head + " " + truncated).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
