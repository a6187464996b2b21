package dev.openinspect.web.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.SendResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private final StandInSocket socket = new StandInSocket();

    @Test
    void frames_leave_in_order_and_one_at_a_time() {
        Outbound outbound = socket.settled();
        outbound.send("one");
        outbound.send("two");
        outbound.send("three");
        assertThat(socket.left).containsExactly("one");

        socket.underWay.getLast().onResult(new SendResult());
        assertThat(socket.left).containsExactly("one", "two");
        socket.underWay.getLast().onResult(new SendResult());
        assertThat(socket.left).containsExactly("one", "two", "three");
    }

    @Test
    void what_follows_a_sent_frame_sees_the_classes_of_the_application() {
        Outbound outbound = socket.settled();
        List<@Nullable ClassLoader> seen = new ArrayList<>();
        outbound.send("frame", () -> seen.add(Thread.currentThread().getContextClassLoader()));

        ClassLoader server = ClassLoader.getPlatformClassLoader();
        Thread.currentThread().setContextClassLoader(server);
        try {
            socket.underWay.getLast().onResult(new SendResult());
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(server);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
        assertThat(seen).containsExactly(Outbound.class.getClassLoader());
    }

    @Test
    void a_reader_that_lets_512_frames_wait_is_cut_off() {
        Outbound outbound = socket.settled();
        for (int i = 0; i < 1 + 512; i++) {
            outbound.send("frame " + i);
        }
        assertThat(socket.closes).isEmpty();
        outbound.send("one too many");
        assertThat(socket.closes).containsExactly(4008);
        assertThat(socket.left).containsExactly("frame 0");
    }

    @Test
    void after_a_frame_that_could_not_be_sent_nothing_is_sent() {
        Outbound outbound = socket.settled();
        outbound.send("frame");
        outbound.send("next");
        socket.underWay.getLast().onResult(new SendResult(new IllegalStateException("cut")));
        outbound.send("last");
        assertThat(socket.left).containsExactly("frame");
    }

    @Test
    void after_the_end_nothing_is_sent() {
        Outbound outbound = socket.settled();
        outbound.send("frame");
        outbound.send("next");
        outbound.ended();
        socket.underWay.getLast().onResult(new SendResult());
        outbound.send("last");
        assertThat(socket.left).containsExactly("frame");
    }

    @Test
    void is_closed_only_after_the_handshake_has_been_left() {
        Outbound outbound = socket.outbound();
        outbound.close(4404, "no such session");
        assertThat(socket.later).as("the endpoint is still being opened").isEmpty();

        outbound.opened();
        outbound.close(1012, "the server restarts");
        assertThat(socket.closes).as("the server's thread may still work on it").isEmpty();
        assertThat(outbound.isClosing()).isTrue();

        socket.pass();
        assertThat(socket.closes).as("the first reason counts").containsExactly(4404);
    }

    @Test
    void is_closed_once_and_takes_nothing_afterwards() {
        Outbound outbound = socket.settled();
        outbound.close(4010, "removed");
        outbound.close(4408, "silent");
        outbound.send("frame");
        outbound.ping();
        assertThat(socket.closes).containsExactly(4010);
        assertThat(socket.left).isEmpty();
        assertThat(socket.pings).isZero();
    }

    @Test
    void a_connection_that_takes_no_frame_is_closed_by_another_thread() {
        Outbound outbound = socket.settled();
        outbound.send("frame");
        socket.underWay.getLast().onResult(new SendResult(new IllegalStateException("cut")));
        outbound.send("next");
        outbound.ping();
        assertThat(socket.left).containsExactly("frame");
        assertThat(socket.closes).as("locks are held here").isEmpty();

        socket.pass();
        assertThat(socket.closes).containsExactly(4408);
    }

    @Test
    void a_connection_that_takes_no_ping_is_closed_as_well() {
        Outbound outbound = socket.settled();
        outbound.ping();
        assertThat(socket.pings).isEqualTo(1);
        assertThat(socket.later).isEmpty();

        socket.cut = true;
        outbound.ping();
        socket.pass();
        assertThat(socket.closes).containsExactly(4408);
    }
}
