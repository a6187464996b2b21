package dev.openinspect.web.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sessions.ShownFile;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FileHeadersTest {
    private static ShownFile file(ShownFile.Kind kind, String name) {
        return new ShownFile(new UUID(1, 1), new UUID(2, 2), kind, name, null, "text/plain", 3, "a".repeat(64));
    }

    @Test
    void a_picture_is_shown_and_a_report_is_saved() {
        assertThat(FileHeaders.of(file(ShownFile.Kind.IMAGE, "page.png")))
                .containsEntry("Content-Disposition", "inline; filename=\"page.png\"; filename*=UTF-8''page.png");
        assertThat(FileHeaders.of(file(ShownFile.Kind.REPORT, "page.html")).get("Content-Disposition"))
                .startsWith("attachment;");
    }

    @Test
    void no_name_breaks_out_of_its_header() {
        String header = FileHeaders.of(file(ShownFile.Kind.REPORT, "a\"; x=\r\nSet-Cookie: grün 100%*.txt"))
                .get("Content-Disposition");

        assertThat(header)
                .isEqualTo("attachment; filename=\"a__ x___Set-Cookie_ gr_n 100__.txt\";"
                        + " filename*=UTF-8''a%22%3B%20x%3D%0D%0ASet-Cookie%3A%20gr%C3%BCn%20100%25%2A.txt");
    }

    @Test
    void whatever_it_is_no_browser_runs_it() {
        assertThat(FileHeaders.of(file(ShownFile.Kind.IMAGE, "page.png")))
                .containsEntry("X-Content-Type-Options", "nosniff")
                .hasEntrySatisfying("Content-Security-Policy", policy -> assertThat(policy)
                        .contains("default-src 'none'", "sandbox"))
                .hasEntrySatisfying("Cache-Control", cache -> assertThat(cache).startsWith("private, max-age="));
    }
}
