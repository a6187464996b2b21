package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskAllowanceTest {
    private static final Limits LIMITS = new Limits(256, 1, 64, 100, 1_000);

    @Test
    void the_limit_itself_is_allowed_and_one_more_is_not() {
        var allowance = new DiskAllowance(LIMITS, DiskUse.NONE);

        assertThat(allowance.exceededBy(mebibytes(100))).isEmpty();
        assertThat(allowance.exceededBy(new DiskUse(100 * DiskUse.MEBIBYTE + 1, 0)))
                .contains("The files of this session take 100 MiB of disk; its limit is 100 MiB.");
        assertThat(allowance.exceededBy(new DiskUse(0, 1_000))).isEmpty();
        assertThat(allowance.exceededBy(new DiskUse(0, 1_001)))
                .contains("This session has 1001 files; its limit is 1000.");
    }

    @Test
    void a_count_that_was_given_up_says_so() {
        assertThat(new DiskAllowance(LIMITS, DiskUse.NONE).exceededBy(new DiskUse(0, 2_001)))
                .contains("This session has more than 2000 files; its limit is 1000.");
    }

    @Test
    void a_full_layer_gets_a_tenth_to_tidy_up_in() {
        var allowance = new DiskAllowance(LIMITS, mebibytes(104));

        assertThat(allowance.exceededBy(mebibytes(114))).isEmpty();
        assertThat(allowance.exceededBy(mebibytes(115))).isPresent();
    }

    @Test
    void a_layer_far_beyond_its_limit_can_still_be_started_on() {
        var allowance = new DiskAllowance(LIMITS, mebibytes(400));

        assertThat(allowance.exceededBy(mebibytes(401))).isEmpty();
        assertThat(allowance.exceededBy(mebibytes(402))).isPresent();
    }

    @Test
    void but_hardly_more_than_half_above_the_limit() {
        var allowance = new DiskAllowance(LIMITS, mebibytes(149));

        assertThat(allowance.exceededBy(mebibytes(150))).isEmpty();
        assertThat(allowance.exceededBy(mebibytes(151))).isPresent();
    }

    @Test
    void the_fuller_of_the_two_tells_the_percentage() {
        var allowance = new DiskAllowance(LIMITS, DiskUse.NONE);

        assertThat(allowance.percent(new DiskUse(80 * DiskUse.MEBIBYTE, 10))).isEqualTo(80);
        assertThat(allowance.percent(new DiskUse(1, 910))).isEqualTo(91);
    }

    private static DiskUse mebibytes(long mebibytes) {
        return new DiskUse(mebibytes * DiskUse.MEBIBYTE, 0);
    }
}
