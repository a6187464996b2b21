package dev.openinspect.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import dev.openinspect.web.security.CallerPrincipal;
import dev.openinspect.web.sockets.Outbound;
import dev.openinspect.web.sockets.SocketWatch;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamWatcherTest {
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final StreamWatcher watcher = new StreamWatcher(UUID.randomUUID(), ada(), nowhere(), clock());

    @Test
    void twenty_frames_a_second_are_enough() {
        assertThat(IntStream.range(0, 20).anyMatch(i -> watcher.spoke())).isFalse();
        assertThat(watcher.spoke()).isTrue();

        pass(Duration.ofMillis(1_001));
        assertThat(watcher.spoke()).isFalse();
    }

    @Test
    void who_types_is_shown_for_five_seconds_and_is_a_draft_once_a_minute() {
        assertThat(watcher.typing()).isFalse();
        assertThat(watcher.types()).isTrue();
        assertThat(watcher.typing()).isTrue();
        assertThat(watcher.types()).isFalse();

        pass(Duration.ofSeconds(5));
        assertThat(watcher.typing()).isFalse();
        pass(Duration.ofSeconds(56));
        assertThat(watcher.types()).isTrue();
    }

    @Test
    void the_right_to_watch_is_asked_for_every_thirty_seconds() {
        assertThat(watcher.recheckDue()).isFalse();
        pass(Duration.ofSeconds(30));
        assertThat(watcher.recheckDue()).isTrue();
        assertThat(watcher.recheckDue()).isFalse();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private static CallerPrincipal ada() {
        Caller caller = new Caller(UUID.randomUUID(), "Ada", "ada@example.org", Role.MEMBER, Scope.WRITE, null);
        return new CallerPrincipal(caller, new Credential(Credential.Kind.API_TOKEN, "hash"));
    }

    /** Nothing is sent in these tests. */
    private static Outbound nowhere() {
        Object socket = Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " is not expected");
                });
        return new SocketWatch().outbound((Session) socket);
    }
}
