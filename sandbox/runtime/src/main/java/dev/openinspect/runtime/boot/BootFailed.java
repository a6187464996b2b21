package dev.openinspect.runtime.boot;

/** A phase failed that a sandbox cannot do without. It was reported already; the message is for the boot log. */
public final class BootFailed extends Exception {
    private static final long serialVersionUID = 1L;

    BootFailed(String message) {
        super(message);
    }
}
