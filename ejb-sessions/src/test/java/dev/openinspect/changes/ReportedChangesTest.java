package dev.openinspect.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ReportedChangesTest {
    private static ChangedFile file(String path) {
        return new ChangedFile(path, null, FileStatus.MODIFIED, "100644", "100644", 1, 2, false, false, 3, null);
    }

    private static String unpacked(byte[] packed) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void each_patch_can_be_read_alone_and_all_of_them_in_a_row() throws IOException {
        ReportedChanges changes = new ReportedChanges();
        changes.add(file("a"), "first ü\n");
        changes.add(file("b"), null);
        changes.add(file("c"), "third\n");

        byte[] packed = changes.patches();
        KeptFile third = changes.files().getLast();

        assertThat(unpacked(packed)).isEqualTo("first ü\nthird\n");
        assertThat(unpacked(Arrays.copyOfRange(packed, third.from(), third.from() + third.length())))
                .isEqualTo("third\n");
        assertThat(changes.files().get(1).length()).isZero();
    }

    @Test
    void the_same_changes_have_the_same_hash_and_others_another() {
        String first = hash("a", "text", "c1");

        assertThat(hash("a", "text", "c1")).isEqualTo(first);
        assertThat(hash("b", "text", "c1")).isNotEqualTo(first);
        assertThat(hash("a", "other", "c1")).isNotEqualTo(first);
        assertThat(hash("a", "text", "c2")).isNotEqualTo(first);
    }

    private static String hash(String path, String patch, String base) {
        ReportedChanges changes = new ReportedChanges();
        changes.add(file(path), patch);
        changes.between(base, null, false);
        return changes.hash();
    }

    @Test
    void a_patch_beyond_its_limit_is_refused() {
        ReportedChanges changes = new ReportedChanges();

        assertThatThrownBy(() -> changes.add(file("a"), "x".repeat(ReportedChanges.LARGEST_PATCH + 1)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void all_patches_together_have_a_limit() {
        ReportedChanges changes = new ReportedChanges();
        String patch = "x".repeat(ReportedChanges.LARGEST_PATCH);
        for (int i = 0; i < ReportedChanges.LARGEST_PATCHES / ReportedChanges.LARGEST_PATCH; i++) {
            changes.add(file("f" + i), patch);
        }

        assertThatThrownBy(() -> changes.add(file("last"), "x")).isInstanceOf(Refused.class);
    }

    @Test
    void a_file_beyond_the_last_one_is_refused() {
        ReportedChanges changes = new ReportedChanges();
        for (int i = 0; i < ReportedChanges.MOST_FILES; i++) {
            changes.add(file("f" + i), null);
        }

        assertThatThrownBy(() -> changes.add(file("last"), null)).isInstanceOf(Refused.class);
    }

    @Test
    void what_no_file_can_be_is_refused() {
        assertThatThrownBy(() -> file("")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> file("x".repeat(4_097))).isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        new ChangedFile("a", null, FileStatus.ADDED, null, "1006440", 0, 0, false, false, 0, null))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new ChangedFile("a", null, FileStatus.ADDED, null, null, -1, 0, false, false, 0, null))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new ReportedChanges().between("x".repeat(65), null, false))
                .isInstanceOf(Refused.class);
    }
}
