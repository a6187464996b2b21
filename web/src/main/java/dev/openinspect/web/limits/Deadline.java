package dev.openinspect.web.limits;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The end of the time that something may take. Streams bound to it fail at the first byte after it. May be shared between threads. */
public final class Deadline {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONTENT_TOO_LARGE = 413;

    private final Clock clock;
    private final Instant end;

    public Deadline(Clock clock, Duration time) {
        this.clock = clock;
        this.end = clock.instant().plus(time);
    }

    /** At most so many bytes, and none after the end. */
    public InputStream input(InputStream in, long most) {
        return new BoundInput(in, most);
    }

    /** No byte after the end. */
    public OutputStream output(OutputStream out) {
        return new BoundOutput(out);
    }

    private void check() throws IOException {
        if (clock.instant().isAfter(end)) {
            throw new BeyondLimit(REQUEST_TIMEOUT, "This took longer than it may.");
        }
    }

    private final class BoundInput extends FilterInputStream {
        private long rest;

        BoundInput(InputStream in, long most) {
            super(in);
            this.rest = most;
        }

        @Override
        public int read() throws IOException {
            check();
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            check();
            int count = super.read(target, offset, length);
            count(Math.max(0, count));
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int bytes) throws IOException {
            rest -= bytes;
            if (rest < 0) {
                throw new BeyondLimit(CONTENT_TOO_LARGE, "The request is larger than it may be.");
            }
        }
    }

    private final class BoundOutput extends FilterOutputStream {
        BoundOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            check();
            out.write(value);
        }

        // The inherited method would write byte by byte.
        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            check();
            out.write(source, offset, length);
        }
    }
}
