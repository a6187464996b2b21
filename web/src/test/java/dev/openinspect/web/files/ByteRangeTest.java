package dev.openinspect.web.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-, 0, 10",
        "bytes=4-6, 4, 3",
        "bytes=4-99, 4, 6",
        "bytes=9-9, 9, 1",
        "bytes=-3, 7, 3",
        "bytes=-99, 0, 10"
    })
    void a_part_of_ten_bytes(String header, long first, long length) {
        assertThat(ByteRange.of(header, 10)).contains(new ByteRange(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void a_part_that_the_file_does_not_have(String header) {
        ByteRange part = ByteRange.of(header, 10).orElseThrow();

        assertThat(part.satisfiable()).isFalse();
        assertThat(part.header(10)).isEqualTo("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=-",
                "bytes=6-4",
                "bytes=0-1,3-4",
                "lines=1-2",
                "bytes=a-b",
                "bytes=99999999999999999999-"
            })
    void what_is_no_single_range_is_as_if_it_were_not_there(String header) {
        assertThat(ByteRange.of(header, 10)).isEmpty();
    }

    @Test
    void a_part_says_where_it_belongs() {
        assertThat(new ByteRange(4, 3).header(10)).isEqualTo("bytes 4-6/10");
        assertThat(ByteRange.of(null, 10)).isEmpty();
    }
}
