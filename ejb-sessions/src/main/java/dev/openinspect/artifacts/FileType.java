package dev.openinspect.artifacts;

import dev.openinspect.sessions.ShownFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * What a file is by its first bytes; its name and what the sender says of it do not count. Only pictures and videos of these formats are ever shown in a page,
 * so nothing else has to be told apart for safety.
 */
public enum FileType {
    PNG(ShownFile.Kind.IMAGE, "image/png", 10),
    JPEG(ShownFile.Kind.IMAGE, "image/jpeg", 10),
    WEBP(ShownFile.Kind.IMAGE, "image/webp", 10),
    MP4(ShownFile.Kind.VIDEO, "video/mp4", 100),
    PDF(ShownFile.Kind.REPORT, "application/pdf", 50),
    TEXT(ShownFile.Kind.REPORT, "text/plain;charset=utf-8", 50),
    OTHER(ShownFile.Kind.REPORT, "application/octet-stream", 50);

    /** So many bytes are looked at. */
    public static final int HEAD_BYTES = 4_096;

    /** No file of any type is larger. */
    public static final long LARGEST_BYTES = 100L << 20;

    private static final byte[] PNG_SIGN = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_SIGN = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PDF_SIGN = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};
    private static final byte[] WEBP_SIGN = {'W', 'E', 'B', 'P'};
    private static final byte[] FTYP = {'f', 't', 'y', 'p'};

    private final ShownFile.Kind kind;
    private final String mediaType;
    private final long mostBytes;

    FileType(ShownFile.Kind kind, String mediaType, int mostMebibytes) {
        this.kind = kind;
        this.mediaType = mediaType;
        this.mostBytes = (long) mostMebibytes << 20;
    }

    /** @param head the first {@value #HEAD_BYTES} bytes, or the whole file if it is shorter */
    public static FileType of(byte[] head) {
        if (has(head, 0, PNG_SIGN)) {
            return PNG;
        }
        if (has(head, 0, JPEG_SIGN)) {
            return JPEG;
        }
        if (has(head, 0, RIFF) && has(head, 8, WEBP_SIGN)) {
            return WEBP;
        }
        if (has(head, 4, FTYP) && !has(head, 8, new byte[] {'q', 't', ' ', ' '})) {
            return MP4;
        }
        if (has(head, 0, PDF_SIGN)) {
            return PDF;
        }
        return isText(head) ? TEXT : OTHER;
    }

    public ShownFile.Kind kind() {
        return kind;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The largest file of this type. */
    public long mostBytes() {
        return mostBytes;
    }

    private static boolean has(byte[] head, int at, byte[] sign) {
        if (head.length < at + sign.length) {
            return false;
        }
        for (int i = 0; i < sign.length; i++) {
            if (head[at + i] != sign[i]) {
                return false;
            }
        }
        return true;
    }

    /** Valid UTF-8 without NUL; a character that is cut at the end of the head is no fault. */
    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b == 0) {
                return false;
            }
        }
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), head.length < HEAD_BYTES);
        return !result.isError();
    }
}
