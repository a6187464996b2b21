package dev.openinspect.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final Deadline deadline = new Deadline(clock(), Duration.ofSeconds(10));

    @Test
    void as_much_as_may_come_comes() throws IOException {
        InputStream in = deadline.input(new ByteArrayInputStream(new byte[5]), 5);

        assertThat(in.readAllBytes()).hasSize(5);
    }

    @Test
    void one_byte_more_is_too_much() {
        InputStream in = deadline.input(new ByteArrayInputStream(new byte[6]), 5);

        assertThatThrownBy(in::readAllBytes).isInstanceOfSatisfying(BeyondLimit.class, e -> assertThat(e.httpStatus())
                .isEqualTo(413));
    }

    @Test
    void after_the_end_nothing_comes_in_and_nothing_goes_out() throws IOException {
        InputStream in = deadline.input(new ByteArrayInputStream(new byte[5]), 5);
        OutputStream out = deadline.output(new ByteArrayOutputStream());
        assertThat(in.read()).isZero();
        out.write(1);

        now = now.plusSeconds(11);

        assertThatThrownBy(in::read).isInstanceOfSatisfying(BeyondLimit.class, e -> assertThat(e.httpStatus())
                .isEqualTo(408));
        assertThatThrownBy(() -> out.write(new byte[2])).isInstanceOf(BeyondLimit.class);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
