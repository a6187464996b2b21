package dev.openinspect.images;

/** How an image came about. */
public enum ImageKind {
    /** Left by the first session with a setup hook, before its first prompt. */
    BASELINE,
    /** Made ahead in a sandbox of its own. */
    PREBUILT
}
