package dev.openinspect.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HookDeliveryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final HookDelivery delivery = new HookDelivery(new ArrivedHook("1", "push", "", "{\"é\":1}"), NOW);

    @Test
    void a_new_one_waits_and_knows_its_size_in_bytes() {
        assertThat(delivery.status).isEqualTo(HookStatus.RECEIVED);
        assertThat(delivery.notBefore).isNull();
        assertThat(delivery.bytes).isEqualTo(8);
    }

    @Test
    void one_that_failed_waits_longer_each_time_but_never_more_than_an_hour() {
        assertThat(HookDelivery.waitAfter(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(HookDelivery.waitAfter(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(HookDelivery.waitAfter(5)).isEqualTo(Duration.ofSeconds(1_280));
        assertThat(HookDelivery.waitAfter(6)).isEqualTo(Duration.ofHours(1));
        assertThat(HookDelivery.waitAfter(1_000)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void after_the_last_attempt_it_rests_as_failed_with_the_reason() {
        for (int attempt = 1; attempt < HookDelivery.MOST_ATTEMPTS; attempt++) {
            delivery.attempts = attempt;
            delivery.failOnce("nobody is at home", NOW);
            assertThat(delivery.status).isEqualTo(HookStatus.RECEIVED);
            assertThat(delivery.notBefore).isAfter(NOW);
        }

        delivery.attempts = HookDelivery.MOST_ATTEMPTS;
        delivery.failOnce("nobody is at home", NOW);

        assertThat(delivery.status).isEqualTo(HookStatus.FAILED);
        assertThat(delivery.error).isEqualTo("nobody is at home");
        assertThat(delivery.notBefore).isNull();
        assertThat(delivery.processedAt).isEqualTo(NOW);
    }

    @Test
    void one_that_is_wanted_again_is_like_new() {
        delivery.attempts = HookDelivery.MOST_ATTEMPTS;
        delivery.giveUp("unreadable", NOW);

        delivery.again();

        assertThat(delivery.status).isEqualTo(HookStatus.RECEIVED);
        assertThat(delivery.attempts).isZero();
        assertThat(delivery.error).isNull();
        assertThat(delivery.processedAt).isNull();
    }

    @Test
    void a_claim_that_was_taken_over_holds_nothing() {
        ClaimedHook claim = new ClaimedHook("1", "push", "{}", 4);
        delivery.version = 4;
        assertThat(delivery.isHeldBy(claim)).isTrue();

        delivery.version = 5;

        assertThat(delivery.isHeldBy(claim)).isFalse();
    }

    @Test
    void a_settled_one_is_held_by_nobody() {
        ClaimedHook claim = new ClaimedHook("1", "push", "{}", delivery.version);

        delivery.settle(HookStatus.PROCESSED, "opened", NOW);

        assertThat(delivery.isHeldBy(claim)).isFalse();
        assertThat(delivery.action).isEqualTo("opened");
    }

    @Test
    void a_long_reason_is_cut_and_holds_nothing_that_no_database_keeps() {
        delivery.giveUp("a\0b" + "x".repeat(5_000), NOW);

        assertThat(delivery.error)
                .hasSize(HookDelivery.LONGEST_ERROR)
                .startsWith("a b")
                .endsWith("…");
    }

    @Test
    void what_the_door_must_not_let_in_is_no_delivery() {
        assertThatThrownBy(() -> new ArrivedHook("", "push", "", "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArrivedHook("1", "p".repeat(101), "", "{}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArrivedHook("1", "push", "h".repeat(4_001), "{}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArrivedHook("1", "push", "", "b".repeat(ArrivedHook.MOST_BODY_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_log_shows_a_body() {
        assertThat(new ArrivedHook("1", "push", "", "told")).asString().doesNotContain("told");
        assertThat(new ClaimedHook("1", "push", "told", 0)).asString().doesNotContain("told");
    }
}
