package dev.openinspect.host.sandbox;

import java.util.concurrent.CountDownLatch;

/** A time in which no sandbox starts on a layer. Whoever wants the layer waits for its end. May be shared between threads. */
final class LayerRest implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Runnable end;

    LayerRest(Runnable end) {
        this.end = end;
    }

    void await() throws InterruptedException {
        over.await();
    }

    @Override
    public void close() {
        end.run();
        over.countDown();
    }
}
