package dev.openinspect.host.sandbox;

/** Room on a disk, taken or free: bytes, and files (every name counts, so that hard links can not hide any). */
public record DiskUse(long bytes, long files) {
    static final long MEBIBYTE = 1024L * 1024;
    public static final DiskUse NONE = new DiskUse(0, 0);

    long mebibytes() {
        return bytes / MEBIBYTE;
    }

    DiskUse minus(DiskUse other) {
        return new DiskUse(bytes - other.bytes, files - other.files);
    }
}
