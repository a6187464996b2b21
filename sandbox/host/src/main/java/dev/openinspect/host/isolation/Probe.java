package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.Ending;
import dev.openinspect.host.sandbox.Launcher;
import dev.openinspect.host.sandbox.Limits;
import dev.openinspect.host.sandbox.LogRing;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.SandboxKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Builds one whole sandbox around a harmless command, because no list of facts proves that isolation works here. */
public final class Probe {
    private static final UUID LAYER = new UUID(0, 0);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int DETAIL_BYTES = 2048;

    private Probe() {}

    /** What went wrong, or nothing when the sandbox was built, ran its command and left nothing behind. */
    public static Optional<String> run(Launcher launcher, int port) throws IOException, InterruptedException {
        var log = new LogRing();
        launcher.deleteLayer(LAYER);
        launcher.prepareLayer(LAYER, null);
        var order = new Order(
                new SandboxKey(LAYER, 1), port, "probe", new Limits(256, 1, 256, 64, 10_000), List.of(), null, null);
        var sandbox = launcher.launch(order, log);
        var late = new AtomicBoolean();
        var watch = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(LIMIT);
                late.set(true);
                sandbox.kill();
            } catch (InterruptedException e) {
                // The ordinary case: the probe ended in time.
                Thread.currentThread().interrupt();
            }
        });
        Ending ending = sandbox.awaitEnd();
        watch.interrupt();
        launcher.deleteLayer(LAYER);
        var exit = ending.supervisorExit();
        if (exit != null && exit == 0) {
            return Optional.empty();
        }
        return Optional.of(late.get() ? "it did not end within 30 s" : log.tail(DETAIL_BYTES));
    }
}
