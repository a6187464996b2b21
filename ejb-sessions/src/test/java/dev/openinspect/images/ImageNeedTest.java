package dev.openinspect.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ImageNeedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static ImageNeed need(ImageStatus status, String commit, String reason, String runtime, Instant changedAt) {
        ImageNeed.Newest newest = new ImageNeed.Newest(status, commit, "1.0.0", reason, NOW);
        return ImageNeed.of(new ImageNeed.Facts(newest, runtime, changedAt), "abc");
    }

    @Test
    void the_first_one_is_built() {
        assertThat(ImageNeed.of(new ImageNeed.Facts(null, null, NOW), "abc")).isEqualTo(ImageNeed.BUILD);
    }

    @Test
    void one_of_this_commit_is_enough() {
        assertThat(need(ImageStatus.READY, "abc", null, "1.0.0", NOW)).isEqualTo(ImageNeed.THERE);
        assertThat(need(ImageStatus.READY, "abc", null, null, NOW)).isEqualTo(ImageNeed.THERE);
    }

    @Test
    void another_commit_another_runtime_or_another_command_need_another_one() {
        assertThat(need(ImageStatus.READY, "abd", null, "1.0.0", NOW)).isEqualTo(ImageNeed.BUILD);
        assertThat(need(ImageStatus.READY, "abc", null, "1.1.0", NOW)).isEqualTo(ImageNeed.BUILD);
        assertThat(need(ImageStatus.READY, "abc", null, "1.0.0", NOW.plusSeconds(1)))
                .isEqualTo(ImageNeed.BUILD);
    }

    @Test
    void what_failed_by_itself_is_tried_again_only_when_something_changed() {
        String own = "boot_failed: setup: setup.sh ended with code 1";

        assertThat(need(ImageStatus.FAILED, "abc", own, null, NOW)).isEqualTo(ImageNeed.WOULD_FAIL);
        assertThat(need(ImageStatus.FAILED, "abd", own, null, NOW)).isEqualTo(ImageNeed.BUILD);
        assertThat(need(ImageStatus.FAILED, "abc", own, null, NOW.plusSeconds(1)))
                .isEqualTo(ImageNeed.BUILD);
        assertThat(need(ImageStatus.FAILED, "abc", "no_sandbox: capacity", null, NOW))
                .isEqualTo(ImageNeed.BUILD);
    }
}
