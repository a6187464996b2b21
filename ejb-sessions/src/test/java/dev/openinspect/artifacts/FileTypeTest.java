package dev.openinspect.artifacts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.openinspect.sessions.ShownFile;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileTypeTest {
    static Stream<Arguments> heads() {
        return Stream.of(
                arguments("\u0089PNG\r\n\u001a\n....", FileType.PNG),
                arguments("\u00ff\u00d8\u00ff\u00e0.JFIF", FileType.JPEG),
                arguments("RIFF....WEBPVP8 ", FileType.WEBP),
                arguments("....ftypisom", FileType.MP4),
                arguments("%PDF-1.7", FileType.PDF),
                arguments("RIFF....WAVE\u0000", FileType.OTHER),
                arguments("....ftypqt  \u0000", FileType.OTHER),
                arguments("\u0089PNG", FileType.OTHER),
                arguments("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", FileType.TEXT),
                arguments("<!doctype html><script>alert(1)</script>", FileType.TEXT),
                arguments("GIF89a\u0000", FileType.OTHER));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void a_file_is_what_its_first_bytes_say(String head, FileType type) {
        assertThat(FileType.of(head.getBytes(ISO_8859_1))).isEqualTo(type);
    }

    @Test
    void only_pictures_and_videos_of_known_types_are_ever_shown_in_place() {
        assertThat(Arrays.stream(FileType.values()).filter(type -> type.kind() != ShownFile.Kind.REPORT))
                .containsExactly(FileType.PNG, FileType.JPEG, FileType.WEBP, FileType.MP4);
        assertThat(FileType.TEXT.mediaType()).isEqualTo("text/plain;charset=utf-8");
    }

    @Test
    void a_text_may_end_in_the_middle_of_a_character_only_where_the_head_is_cut() {
        byte[] cut = Arrays.copyOf(("x".repeat(FileType.HEAD_BYTES - 1) + "ä").getBytes(UTF_8), FileType.HEAD_BYTES);
        byte[] broken = Arrays.copyOf("Grüße: ä".getBytes(UTF_8), 10);

        assertThat(FileType.of(cut)).isEqualTo(FileType.TEXT);
        assertThat(FileType.of(broken)).isEqualTo(FileType.OTHER);
    }

    @Test
    void no_type_has_a_larger_limit_than_the_largest() {
        assertThat(FileType.values()).allMatch(type -> type.mostBytes() <= FileType.LARGEST_BYTES);
        assertThat(FileType.PNG.mostBytes()).isEqualTo(10L << 20);
        assertThat(FileType.MP4.mostBytes()).isEqualTo(100L << 20);
        assertThat(FileType.TEXT.mostBytes()).isEqualTo(50L << 20);
    }
}
