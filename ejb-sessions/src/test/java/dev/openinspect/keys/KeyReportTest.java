package dev.openinspect.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.keys.KeyReport.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyReportTest {
    private static final Use NEW = new Use("secrets", "new", 3);
    private static final Use OLD = new Use("credentials of repositories", "old", 1);

    @Test
    void a_change_is_done_when_the_first_key_has_sealed_everything() {
        assertThat(report(true, NEW).done()).isTrue();
        assertThat(report(true).done()).isTrue();
    }

    @Test
    void one_value_of_an_old_key_keeps_it() {
        assertThat(report(true, NEW, OLD).done()).isFalse();
    }

    @Test
    void a_transaction_that_may_write_what_the_old_key_sealed_keeps_it() {
        assertThat(report(false, NEW).done()).isFalse();
    }

    @Test
    void a_column_is_named_by_its_owner_and_by_nobody_else() {
        assertThatThrownBy(() -> new SealedColumn("x", "secret; drop table x", "sealed", "'x'"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealedColumn("x", "secret", "1=1 or sealed", "'x'"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static KeyReport report(boolean settled, Use... uses) {
        return new KeyReport(List.of("new", "old"), List.of(uses), List.of(), settled);
    }
}
