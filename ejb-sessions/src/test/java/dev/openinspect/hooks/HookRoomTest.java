package dev.openinspect.hooks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.FixedSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class HookRoomTest {
    private static final int ALL = 1 << 30;
    private long stored;
    private final HookRoom room = new HookRoom();

    HookRoomTest() {
        room.settings = new FixedSettings();
        room.figures = new HookFigures() {
            @Override
            public long storedBytes() {
                return stored;
            }
        };
        at("2026-01-01T00:00:00Z");
    }

    @Test
    void a_full_inbox_refuses_by_name() {
        stored = ALL - 10;

        assertThatThrownBy(() -> room.take(11))
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .extracting(Refused::code)
                .isEqualTo(RefusalCode.HOOK_INBOX_FULL);
        assertThatCode(() -> room.take(10)).doesNotThrowAnyException();
    }

    @Test
    void what_came_since_the_rows_were_counted_counts_too() {
        room.take(ALL - 5);

        assertThatThrownBy(() -> room.take(6)).isInstanceOf(Refused.class);
    }

    @Test
    void the_rows_are_counted_again_after_ten_seconds() {
        room.take(ALL);
        at("2026-01-01T00:00:10Z");
        assertThatThrownBy(() -> room.take(1)).isInstanceOf(Refused.class);

        at("2026-01-01T00:00:11Z");

        assertThatCode(() -> room.take(1)).doesNotThrowAnyException();
    }

    private void at(String time) {
        room.clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }
}
