package dev.openinspect.web.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private final List<String> left = new ArrayList<>();
    private final List<Integer> closes = new ArrayList<>();
    private final List<SendHandler> underWay = new ArrayList<>();

    @Test
    void frames_leave_in_order_and_one_at_a_time() {
        Outbound outbound = new Outbound(socket());
        outbound.send("one");
        outbound.send("two");
        outbound.send("three");
        assertThat(left).containsExactly("one");

        underWay.getLast().onResult(new SendResult());
        assertThat(left).containsExactly("one", "two");
        underWay.getLast().onResult(new SendResult());
        assertThat(left).containsExactly("one", "two", "three");
    }

    @Test
    void what_follows_a_sent_frame_sees_the_classes_of_the_application() {
        Outbound outbound = new Outbound(socket());
        List<@Nullable ClassLoader> seen = new ArrayList<>();
        outbound.send("frame", () -> seen.add(Thread.currentThread().getContextClassLoader()));

        ClassLoader server = ClassLoader.getPlatformClassLoader();
        Thread.currentThread().setContextClassLoader(server);
        try {
            underWay.getLast().onResult(new SendResult());
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(server);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
        assertThat(seen).containsExactly(Outbound.class.getClassLoader());
    }

    @Test
    void a_reader_that_lets_512_frames_wait_is_cut_off() {
        Outbound outbound = new Outbound(socket());
        for (int i = 0; i < 1 + 512; i++) {
            outbound.send("frame " + i);
        }
        assertThat(closes).isEmpty();
        outbound.send("one too many");
        assertThat(closes).containsExactly(4008);
        assertThat(left).containsExactly("frame 0");
    }

    @Test
    void after_a_frame_that_could_not_be_sent_nothing_is_sent() {
        Outbound outbound = new Outbound(socket());
        outbound.send("frame");
        outbound.send("next");
        underWay.getLast().onResult(new SendResult(new IllegalStateException("cut")));
        outbound.send("last");
        assertThat(left).containsExactly("frame");
    }

    @Test
    void after_the_end_nothing_is_sent() {
        Outbound outbound = new Outbound(socket());
        outbound.send("frame");
        outbound.send("next");
        outbound.ended();
        underWay.getLast().onResult(new SendResult());
        outbound.send("last");
        assertThat(left).containsExactly("frame");
    }

    private Session socket() {
        RemoteEndpoint.Async remote = answering(RemoteEndpoint.Async.class, Map.of("sendText", arguments -> {
            left.add((String) arguments[0]);
            underWay.add((SendHandler) arguments[1]);
            return left;
        }));
        return answering(
                Session.class,
                Map.of(
                        "getId",
                        arguments -> "1",
                        "getAsyncRemote",
                        arguments -> remote,
                        "close",
                        arguments -> closes.add(
                                ((CloseReason) arguments[0]).getCloseCode().getCode())));
    }

    /** An object of a type of which only these methods are called. */
    private static <T> T answering(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = methods.get(method.getName()).apply(arguments == null ? new Object[0] : arguments);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }
}
