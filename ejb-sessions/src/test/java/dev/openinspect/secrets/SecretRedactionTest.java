package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretRedactionTest {
    private static final UUID SESSION = new UUID(0, 1);
    private static final UUID REPOSITORY = new UUID(0, 2);

    private final MovedClock clock = new MovedClock();
    private final Kept kept = new Kept();
    private final SecretRedaction redaction = new SecretRedaction();

    @BeforeEach
    void fill() {
        redaction.clock = clock;
        redaction.delivery = kept;
    }

    @Test
    void the_secrets_of_the_sessions_repository_are_taken_out() {
        assertThat(redaction.redact(SESSION, "a hunter2-one b")).isEqualTo("a [•••] b");
    }

    @Test
    void a_session_that_is_no_more_has_no_secrets() {
        assertThat(redaction.redact(new UUID(0, 9), "a hunter2-one b")).isEqualTo("a hunter2-one b");
    }

    @Test
    void values_are_opened_once_in_five_seconds() {
        redaction.redact(SESSION, "text");
        clock.now = clock.now.plus(Duration.ofMillis(4_999));
        kept.values = Map.of("TOKEN", "hunter2-two");
        redaction.redact(SESSION, "text");

        assertThat(kept.opened).isEqualTo(1);

        clock.now = clock.now.plus(Duration.ofMillis(1));

        assertThat(redaction.redact(SESSION, "hunter2-two")).isEqualTo("[•••]");
        assertThat(kept.opened).isEqualTo(2);
    }

    private static final class Kept extends SecretDelivery {
        private Map<String, String> values = Map.of("TOKEN", "hunter2-one");
        private int opened;

        @Override
        public Optional<UUID> repositoryOf(UUID sessionId) {
            return sessionId.equals(SESSION) ? Optional.of(REPOSITORY) : Optional.empty();
        }

        @Override
        public Opened of(UUID repositoryId) {
            opened++;
            return new Opened(values, List.of());
        }
    }

    private static final class MovedClock extends Clock {
        private Instant now = Instant.parse("2026-11-26T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
