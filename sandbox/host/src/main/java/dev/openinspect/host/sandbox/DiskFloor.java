package dev.openinspect.host.sandbox;

/**
 * What must stay free on the host's disk, whatever the sessions' own limits add up to: below the floor no sandbox is created, below
 * half of it the one that grew most is ended.
 */
public record DiskFloor(DiskUse least) {
    private static final long LEAST_FILES = 50_000;

    public static DiskFloor ofMebibytes(int mebibytes) {
        return new DiskFloor(new DiskUse(mebibytes * DiskUse.MEBIBYTE, LEAST_FILES));
    }

    public boolean isLow(DiskUse free) {
        return free.bytes() < least.bytes() || free.files() < least.files();
    }

    boolean isDangerous(DiskUse free) {
        return free.bytes() < least.bytes() / 2 || free.files() < least.files() / 2;
    }
}
