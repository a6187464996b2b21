package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "API_TOKEN",
                "_x",
                "a",
                "path",
                "DATABASE_URL",
                "ENVIRONMENT",
                "GITHUB_TOKEN",
                "NPM_TOKEN",
                "PIP_INDEX_URL"
            })
    void such_names_may_be_given(String name) {
        assertThat(SecretRules.name(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A B", "A-B", "Ä", "A=B", "A\n"})
    void what_is_no_name_of_a_variable_is_refused_without_repeating_it(String name) {
        assertThatThrownBy(() -> SecretRules.name(name))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_INPUT));
    }

    @Test
    void a_name_has_128_characters_at_most() {
        assertThatCode(() -> SecretRules.name("x".repeat(128))).doesNotThrowAnyException();
        assertThatThrownBy(() -> SecretRules.name("x".repeat(129))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "HOME",
                "LD_PRELOAD",
                "NODE_OPTIONS",
                "GIT_SSH_COMMAND",
                "BASH_ENV",
                "ENV",
                "OPENCODE_CONFIG",
                "OPENINSPECT_KEYS",
                "PYTHONSTARTUP",
                "PERL5OPT",
                "RUBYOPT",
                "JAVA_TOOL_OPTIONS",
                "PROMPT_COMMAND",
                "IFS",
                "SHELLOPTS",
                "HTTPS_PROXY",
                "https_proxy",
                "import"
            })
    void reserved_names_are_refused(String name) {
        assertThatThrownBy(() -> SecretRules.name(name))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NAME_RESERVED));
    }

    @Test
    void a_value_has_16_kib_of_utf_8_at_most() {
        assertThat(SecretRules.size("A", "ä".repeat(8 * 1024))).isEqualTo(16 * 1024);
        assertThatThrownBy(() -> SecretRules.size("A", "ä".repeat(8 * 1024) + "x"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.SECRET_LIMIT));
    }

    @Test
    void a_value_with_a_nul_is_refused() {
        assertThatThrownBy(() -> SecretRules.size("A", "a\0b")).isInstanceOf(Refused.class);
    }
}
