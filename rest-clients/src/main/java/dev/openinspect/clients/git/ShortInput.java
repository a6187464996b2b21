package dev.openinspect.clients.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when it turns out longer than it may be. */
final class ShortInput extends FilterInputStream {
    private long rest;

    ShortInput(InputStream in, long longest) {
        super(in);
        this.rest = longest;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
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
            throw new IOException("the answer is longer than it may be");
        }
    }
}
