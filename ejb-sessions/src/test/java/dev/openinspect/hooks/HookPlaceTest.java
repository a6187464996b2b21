package dev.openinspect.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.hooks.HookDeliveries.Place;
import dev.openinspect.refusals.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookPlaceTest {
    @Test
    void a_cursor_leads_back_to_its_place() {
        Place place = new Place(Instant.parse("2026-01-01T00:00:00.123456Z"), "b7c1");

        assertThat(Place.parse(place.toString())).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "~",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00Z~",
                "~b7c1",
                "+1000000000-12-31T23:59:59Z~b7c1",
                "-1000000000-01-01T00:00:00Z~b7c1",
                "yesterday~b7c1"
            })
    void what_no_list_gave_is_refused(String cursor) {
        assertThatThrownBy(() -> Place.parse(cursor)).isInstanceOf(Refused.class);
    }
}
