package dev.openinspect.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void an_address_is_trimmed_and_keeps_its_letters() {
        EmailAddress address = EmailAddress.of("  Ada@Example.org ");

        assertThat(address.text()).isEqualTo("Ada@Example.org");
        assertThat(address.folded()).isEqualTo("ada@example.org");
    }

    @Test
    void the_default_administrator_has_an_address() {
        assertThat(EmailAddress.find("admin@localhost")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\0", "a@\ud800", "<a@b>", "a@b\nc"})
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> EmailAddress.of(text)).isInstanceOf(Refused.class);
    }

    @Test
    void an_endless_address_is_refused() {
        assertThat(EmailAddress.find("a".repeat(250) + "@b.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada Lovelace", "Łukasz", "李小龙", "O'Neill", "😀"})
    void names_of_all_scripts_are_taken(String name) {
        assertThat(PersonName.of(" " + name + " ").text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\0b", "Ada <ada@example.org>", "\ud83d", "a\u2028b"})
    void what_would_break_a_commit_or_a_screen_is_no_name(String name) {
        assertThatThrownBy(() -> PersonName.of(name)).isInstanceOf(Refused.class);
    }
}
