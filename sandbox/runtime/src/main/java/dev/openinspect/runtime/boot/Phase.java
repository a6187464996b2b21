package dev.openinspect.runtime.boot;

import java.util.Locale;

/** The steps of a boot, in their order. */
enum Phase {
    /** A fresh layer. */
    CLONE,
    /** A kept or restored one, instead. */
    SYNC,
    SETUP,
    BUILD,
    IMAGE,
    START,
    AGENT,
    READY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
