package dev.openinspect.web.limits;

import java.io.IOException;

/** A stream became longer, or took longer, than it may. */
public final class BeyondLimit extends IOException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;

    public BeyondLimit(int httpStatus, String sentence) {
        super(sentence);
        this.httpStatus = httpStatus;
    }

    /** 413 for too much, 408 for too long. */
    public int httpStatus() {
        return httpStatus;
    }
}
