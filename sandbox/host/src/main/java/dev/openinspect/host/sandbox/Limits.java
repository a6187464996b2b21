package dev.openinspect.host.sandbox;

/**
 * What one sandbox may use at most; disk and files of its session's whole layer, which outlives it. The bounds refuse values that
 * can only be mistakes.
 */
public record Limits(int memoryMiB, double cpus, int processes, int diskMiB, int files) {
    public Limits {
        if (memoryMiB < 128 || memoryMiB > 1_048_576) {
            throw new IllegalArgumentException("limits.memoryMiB must be from 128 to 1048576");
        }
        if (!(cpus >= 0.1 && cpus <= 1024)) {
            throw new IllegalArgumentException("limits.cpus must be from 0.1 to 1024");
        }
        if (processes < 64 || processes > 100_000) {
            throw new IllegalArgumentException("limits.processes must be from 64 to 100000");
        }
        if (diskMiB < 64 || diskMiB > 16_777_216) {
            throw new IllegalArgumentException("limits.diskMiB must be from 64 to 16777216");
        }
        if (files < 1_000 || files > 100_000_000) {
            throw new IllegalArgumentException("limits.files must be from 1000 to 100000000");
        }
    }

    long diskBytes() {
        return diskMiB * DiskUse.MEBIBYTE;
    }
}
