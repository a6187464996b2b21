package dev.openinspect.host.sandbox;

import java.util.Optional;

/**
 * What one sandbox may fill of the disk, given what its session's layer held when it started. A layer that is full already gets a
 * tenth more, so that somebody can still tidy up in it; not again and again, but up to half more than the limit. A fast writer may be
 * beyond even that before it is measured: then a hundredth of the limit is left for the start of a sandbox that tidies up.
 */
record DiskAllowance(Limits limits, DiskUse atStart) {
    /** The sentence for people, when this is too much. */
    Optional<String> exceededBy(DiskUse now) {
        if (now.bytes() > allowed(limits.diskBytes(), atStart.bytes())) {
            return Optional.of("The files of this session take %d MiB of disk; its limit is %d MiB."
                    .formatted(now.mebibytes(), limits.diskMiB()));
        }
        if (now.files() > allowed(limits.files(), atStart.files())) {
            return Optional.of("This session has %s files; its limit is %d.".formatted(counted(now), limits.files()));
        }
        return Optional.empty();
    }

    /** In percent of the limit, whichever is fuller. */
    int percent(DiskUse now) {
        return (int) Math.max(now.bytes() * 100 / limits.diskBytes(), now.files() * 100 / limits.files());
    }

    /** Measuring stops soon after the limit, so that a bomb does not decide how long it takes. */
    long mostFilesToCount() {
        return limits.files() * 2L;
    }

    private String counted(DiskUse now) {
        return (now.files() > mostFilesToCount() ? "more than " : "") + Math.min(now.files(), mostFilesToCount());
    }

    private static long allowed(long limit, long atStart) {
        long roomy = Math.min(Math.max(limit, atStart + limit / 10), limit + limit / 2);
        return Math.max(roomy, atStart + limit / 100);
    }
}
