package dev.openinspect.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.web.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @ParameterizedTest
    @CsvSource({"10, 10", "0, 1", "-5, 1", "1001, 1000", "999999999999999999, 1000"})
    void limits_are_clamped(String text, int limit) {
        assertThat(Parameters.limit(text, 1_000)).isEqualTo(limit);
    }

    @Test
    void nothing_said_means_fifty() {
        assertThat(Parameters.limit(null, 1_000)).isEqualTo(50);
        assertThat(Parameters.limit("", 1_000)).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "1e3", "9999999999999999999", " 1", "0x10"})
    void what_is_no_number_is_refused(String text) {
        assertThatThrownBy(() -> Parameters.limit(text, 10)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1-1-1-1-1", "", "x", "00000000-0000-0000-0000-00000000000g", "00000000000000000000000000000000"
            })
    void what_is_no_id_names_nothing(String text) {
        assertThatThrownBy(() -> Parameters.id(text, "session"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NOT_FOUND));
    }

    @Test
    void an_id_may_be_written_in_capitals() {
        assertThat(Parameters.id("0000000A-0000-0001-0000-000000000002", "session"))
                .isEqualTo(UUID.fromString("0000000a-0000-0001-0000-000000000002"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", ""})
    void a_flag_is_true_or_false(String text) {
        assertThatThrownBy(() -> Parameters.flag("mine", text)).isInstanceOf(ProblemException.class);
    }

    @Test
    void slices_follow_each_other_without_a_gap_or_a_double() {
        List<String> all = IntStream.range(0, 125).mapToObj(i -> "n" + i).toList();

        List<String> seen = new ArrayList<>();
        Slice<String> slice = Slice.of(all, name -> name, null, null);
        seen.addAll(slice.items());
        while (slice.nextCursor() != null) {
            slice = Slice.of(all, name -> name, slice.nextCursor(), null);
            seen.addAll(slice.items());
        }

        assertThat(seen).isEqualTo(all);
    }

    @Test
    void an_empty_list_is_one_empty_slice() {
        assertThat(Slice.of(List.<String>of(), name -> name, null, "5")).isEqualTo(new Slice<>(List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!", "bm9uZQ"})
    void a_cursor_that_was_not_given_out_is_refused(String cursor) {
        assertThatThrownBy(() -> Slice.of(List.of("a"), name -> name, cursor, null))
                .isInstanceOf(ProblemException.class);
    }
}
