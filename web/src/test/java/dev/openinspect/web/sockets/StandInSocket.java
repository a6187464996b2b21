package dev.openinspect.web.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** In place of a socket of the server: keeps what leaves, sends nothing, and lets the test say when time has passed. */
final class StandInSocket {
    final List<String> left = new ArrayList<>();
    final List<Integer> closes = new ArrayList<>();
    final List<SendHandler> underWay = new ArrayList<>();
    final List<Runnable> later = new ArrayList<>();
    int pings;
    boolean cut;
    private final Thread caller = Thread.currentThread();

    Outbound outbound() {
        return new Outbound(session(), scheduler());
    }

    /** One that may be closed at once. */
    Outbound settled() {
        Outbound outbound = outbound();
        outbound.opened();
        pass();
        return outbound;
    }

    /** So much time passes that whatever waits is done. */
    void pass() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(this::byAnother);
    }

    private void byAnother(Runnable work) {
        Thread thread = Thread.ofPlatform().start(work);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What waits is kept; what is to be done at once, by another thread, is done. */
    private ScheduledExecutorService scheduler() {
        return answering(ScheduledExecutorService.class, Map.of("schedule", arguments -> {
            Runnable work = (Runnable) arguments[0];
            if (arguments[1].equals(0L)) {
                byAnother(work);
            } else {
                assertThat(arguments[1]).isEqualTo(Outbound.SETTLING.toMillis());
                later.add(work);
            }
            return null;
        }));
    }

    private Session session() {
        RemoteEndpoint.Async remote = answering(
                RemoteEndpoint.Async.class,
                Map.of(
                        "sendText",
                        arguments -> {
                            left.add((String) arguments[0]);
                            return underWay.add((SendHandler) arguments[1]);
                        },
                        "sendPing",
                        arguments -> {
                            if (cut) {
                                throw new IllegalStateException("cut");
                            }
                            return ++pings;
                        }));
        return answering(
                Session.class,
                Map.of("getId", arguments -> "1", "getAsyncRemote", arguments -> remote, "close", arguments -> {
                    assertThat(Thread.currentThread())
                            .as("nobody who calls us closes")
                            .isNotSameAs(caller);
                    return closes.add(
                            ((CloseReason) arguments[0]).getCloseCode().getCode());
                }));
    }

    /** An object of a type of which only these methods are called. */
    private static <T> T answering(Class<T> type, Map<String, Function<Object[], @Nullable Object>> methods) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = methods.get(method.getName()).apply(arguments == null ? new Object[0] : arguments);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }
}
