package dev.openinspect.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    @Test
    void a_blank_title_is_none() {
        assertThat(new Upload(" page.png ", "  ")).isEqualTo(new Upload("page.png", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a/b.png", "..\\b.png", "line\nbreak.png"})
    void a_name_is_the_last_part_of_a_path_in_one_line(String name) {
        assertThatThrownBy(() -> new Upload(name, null)).isInstanceOf(Refused.class);
    }

    @Test
    void names_and_titles_have_an_end() {
        assertThatThrownBy(() -> new Upload("x".repeat(Upload.LONGEST_NAME + 1), null))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new Upload("x", "x".repeat(Upload.LONGEST_TITLE + 1)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new Upload("x", "two\nlines")).isInstanceOf(Refused.class);
        assertThat(new Upload("x".repeat(Upload.LONGEST_NAME), "y".repeat(Upload.LONGEST_TITLE)))
                .isNotNull();
    }
}
