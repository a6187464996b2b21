package dev.openinspect.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.images.ImageFacts.Box;
import dev.openinspect.sandboxes.SandboxStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageDecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final UUID SESSION = new UUID(0, 1);

    private ImageKind kind = ImageKind.PREBUILT;
    private UUID session = SESSION;
    private Instant createdAt = NOW.minusSeconds(60);
    private Instant startedAt = NOW.minusSeconds(50);
    private Instant offeredAt;
    private Box box = box(SandboxStatus.BOOTING, null);

    private static Box box(SandboxStatus status, String reason) {
        return new Box(status, 1, false, reason, null);
    }

    private ImageDecision decide() {
        return ImageDecision.of(new ImageFacts(kind, session, 1, createdAt, startedAt, offeredAt, box, NOW), LIMIT);
    }

    @Test
    void a_new_one_gets_a_session_of_its_own() {
        session = null;
        startedAt = null;

        assertThat(decide()).isEqualTo(new ImageDecision.OpenSite());
    }

    @Test
    void one_whose_session_was_removed_fails() {
        session = null;

        assertThat(decide()).isEqualTo(new ImageDecision.Fail("session_removed"));

        kind = ImageKind.BASELINE;
        assertThat(decide()).isEqualTo(new ImageDecision.Fail("session_removed"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "BOOTING", "STOPPING"})
    void while_its_sandbox_works_nothing_is_done(SandboxStatus status) {
        box = box(status, null);

        assertThat(decide()).isEqualTo(new ImageDecision.Rest());
    }

    @Test
    void what_was_offered_is_frozen_while_its_sandbox_stands_still() {
        offeredAt = NOW;

        assertThat(decide()).isEqualTo(new ImageDecision.Freeze(SESSION));
    }

    @ParameterizedTest
    @EnumSource(names = {"READY", "STOPPING", "STOPPED", "LOST", "FAILED"})
    void what_was_offered_is_no_image_once_its_sandbox_went_on(SandboxStatus status) {
        offeredAt = NOW;
        box = box(status, null);

        assertThat(decide()).isEqualTo(new ImageDecision.Fail("sandbox_went_on"));
    }

    @Test
    void what_another_generation_offered_is_no_image() {
        offeredAt = NOW;
        box = new Box(SandboxStatus.BOOTING, 2, false, null, null);

        assertThat(decide()).isEqualTo(new ImageDecision.Fail("sandbox_went_on"));
    }

    @Test
    void a_boot_that_failed_is_the_end_and_says_why() {
        box = box(SandboxStatus.FAILED, "boot_failed: setup: setup.sh ended with code 1");

        assertThat(decide()).isEqualTo(new ImageDecision.Fail("boot_failed: setup: setup.sh ended with code 1"));
    }

    @Test
    void a_sandbox_that_the_host_would_not_start_is_asked_for_again_when_it_is_time() {
        box = new Box(SandboxStatus.FAILED, 1, false, "capacity", NOW.plusSeconds(1));
        assertThat(decide()).isEqualTo(new ImageDecision.Rest());

        box = new Box(SandboxStatus.FAILED, 1, false, "capacity", NOW);
        assertThat(decide()).isEqualTo(new ImageDecision.AskAgain(SESSION));

        box = new Box(SandboxStatus.FAILED, 1, true, "capacity", NOW);
        assertThat(decide()).isEqualTo(new ImageDecision.Rest());
    }

    @Test
    void a_sandbox_that_never_had_a_place_is_asked_for_again_for_half_an_hour() {
        box = box(SandboxStatus.NONE, null);
        assertThat(decide()).isEqualTo(new ImageDecision.AskAgain(SESSION));

        createdAt = NOW.minus(ImageDecision.SANDBOX_PATIENCE).minusSeconds(1);
        assertThat(decide()).isEqualTo(new ImageDecision.Fail("no_sandbox: capacity"));
    }

    @Test
    void a_lost_sandbox_is_the_end() {
        box = box(SandboxStatus.LOST, "out_of_memory");

        assertThat(decide()).isEqualTo(new ImageDecision.Fail("out_of_memory"));
    }

    @Test
    void a_build_has_a_limit_also_while_it_is_being_frozen() {
        startedAt = NOW.minus(LIMIT).minusSeconds(1);
        assertThat(decide()).isEqualTo(new ImageDecision.Fail("build_limit"));

        offeredAt = NOW;
        assertThat(decide()).isEqualTo(new ImageDecision.Fail("build_limit"));
    }
}
