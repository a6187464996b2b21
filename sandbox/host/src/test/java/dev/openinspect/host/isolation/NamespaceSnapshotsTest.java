package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.host.sandbox.SnapshotOrder;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the paths of a sandbox lie in the parts of a layer, and which are taken at all. */
class NamespaceSnapshotsTest {
    @ParameterizedTest
    @CsvSource({
        "/workspace/a b, /root/workspace/a b",
        "/usr/local/bin, /usr/local/bin",
        "/usrlocal, /root/usrlocal",
        "/var/lib/dpkg/status, /dpkg/status",
        "/var/lib/other, /root/var/lib/other",
        "/a*b, /root/a\\*b",
        "/a\\b[c]?, /root/a\\\\b\\[c]\\?",
        "/a\\b, /root/a\\b"
    })
    void a_path_lies_in_one_of_the_parts(String path, String place) {
        assertThat(NamespaceSnapshots.inParts(path)).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "relative", "/a/", "/a//b", "/a/../b", "/..", "/a/.", "/a\nb"})
    void other_paths_are_refused(String path) {
        assertThatThrownBy(() -> order(List.of(path))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_that_begin_with_dots_are_fine_and_so_are_64_of_them() {
        assertThat(order(Collections.nCopies(64, "/root/.cache/..x")).without()).hasSize(64);
        assertThatThrownBy(() -> order(Collections.nCopies(65, "/a"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static SnapshotOrder order(List<String> without) {
        return new SnapshotOrder(new UUID(1, 1), new UUID(2, 2), without);
    }
}
