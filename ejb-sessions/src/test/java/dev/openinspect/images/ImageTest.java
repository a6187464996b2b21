package dev.openinspect.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.images.ImageStatus.Trigger;
import dev.openinspect.refusals.Refused;
import dev.openinspect.transitions.Transitions.Row;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    static Stream<Row<ImageStatus, Trigger>> rows() {
        return ImageStatus.TABLE.rows().stream();
    }

    private static Image image(ImageStatus status) {
        Image image = new Image(
                new UUID(0, 1), new UUID(0, 2), ImageKind.PREBUILT, ImageCause.PERSON, "main", null, null, NOW);
        image.status = status;
        return image;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void it_moves_as_its_table_says(Row<ImageStatus, Trigger> row) {
        Image image = image(row.from());

        image.move(row.trigger());

        assertThat(image.status).isEqualTo(row.to());
    }

    @Test
    void it_refuses_every_move_that_its_table_does_not_name() {
        for (ImageStatus from : ImageStatus.values()) {
            for (Trigger trigger : Trigger.values()) {
                if (ImageStatus.TABLE.next(from, trigger).isEmpty()) {
                    Image image = image(from);
                    assertThatThrownBy(() -> image.move(trigger)).isInstanceOf(IllegalStateException.class);
                    assertThat(image.status).isEqualTo(from);
                }
            }
        }
    }

    @Test
    void a_frozen_one_lets_its_session_go() {
        Image image = image(ImageStatus.BUILDING);
        image.buildIn(new UUID(0, 3), NOW);
        image.offered(1, new ImageKey("none", "1.0.0"), "abc", NOW);

        image.frozen(4_096, 3, NOW.plusSeconds(1));

        assertThat(image.sessionId).isNull();
        assertThat(image.headCommit).isEqualTo("abc");
        assertThat(image.finishedAt).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void a_failed_one_keeps_its_status_and_its_reason_when_the_host_has_let_it_go() {
        Image image = image(ImageStatus.BUILDING);
        image.fail("x".repeat(3_000), NOW);

        image.discarded(NOW);

        assertThat(image.status).isEqualTo(ImageStatus.FAILED);
        assertThat(image.reason).hasSize(2_000);
        assertThat(image.discardedAt).isEqualTo(NOW);
    }

    @Test
    void a_key_takes_words_only() {
        assertThat(new ImageKey("0a1b", "1.0.0")).hasToString("0a1b@1.0.0");
        assertThatThrownBy(() -> new ImageKey("", "1.0.0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageKey("a@b", "1.0.0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageKey("a".repeat(65), "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rules_have_their_limits() {
        assertThat(new ImageRules(true, 5, "  ").command()).isNull();
        assertThatThrownBy(() -> new ImageRules(true, 4, null)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new ImageRules(true, 1_441, null)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new ImageRules(true, 30, "x".repeat(4_097))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new ImageRulesChange(null, 2, null)).isInstanceOf(Refused.class);
    }

    @Test
    void a_change_leaves_what_it_does_not_name() {
        ImageRules before = new ImageRules(true, 45, "make");

        assertThat(new ImageRulesChange(null, null, null).isEmpty()).isTrue();
        assertThat(new ImageRulesChange(false, null, null).appliedTo(before))
                .isEqualTo(new ImageRules(false, 45, "make"));
        assertThat(new ImageRulesChange(null, 60, "").appliedTo(before)).isEqualTo(new ImageRules(true, 60, null));
    }
}
