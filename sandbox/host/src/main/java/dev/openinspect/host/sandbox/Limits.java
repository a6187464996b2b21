package dev.openinspect.host.sandbox;

/** What one sandbox may use at most. The bounds refuse values that can only be mistakes. */
public record Limits(int memoryMiB, double cpus, int processes) {
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
    }
}
