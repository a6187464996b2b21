package dev.openinspect.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile();
    private final UUID one = UUID.randomUUID();

    @Test
    void only_so_many_are_inside_at_once() {
        assertThat(turnstile.enter(one, 2)).isPresent();
        assertThat(turnstile.enter(one, 2)).isPresent();
        assertThat(turnstile.enter(one, 2)).isEmpty();
    }

    @Test
    void who_leaves_makes_room_for_one() {
        Optional<Turnstile.Pass> pass = turnstile.enter(one, 1);

        pass.orElseThrow().close();
        pass.orElseThrow().close();

        assertThat(turnstile.enter(one, 1)).isPresent();
        assertThat(turnstile.enter(one, 1)).isEmpty();
    }

    @Test
    void others_are_counted_for_themselves() {
        assertThat(turnstile.enter(one, 1)).isPresent();
        assertThat(turnstile.enter(UUID.randomUUID(), 1)).isPresent();
    }
}
