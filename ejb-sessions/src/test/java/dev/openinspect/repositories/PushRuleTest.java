package dev.openinspect.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushRuleTest {
    private final PushRule rule = new PushRule("open-inspect/1a2b-fix", "main");

    @ParameterizedTest
    @ValueSource(strings = {"refs/heads/open-inspect/1a2b-fix", "refs/heads/open-inspect/1a2b-fix-2"})
    void a_session_may_push_its_own_branches(String reference) {
        assertThat(rule.refusal(reference)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/main",
                "refs/heads/open-inspect/1a2b-fixed",
                "refs/heads/open-inspect/1a2b-fix/more",
                "refs/heads/open-inspect/1a2b",
                "refs/tags/open-inspect/1a2b-fix",
                "open-inspect/1a2b-fix",
                "HEAD",
                ""
            })
    void everything_else_is_refused_with_a_reason(String reference) {
        assertThat(rule.refusal(reference))
                .hasValueSatisfying(reason -> assertThat(reason).isNotBlank());
    }

    @Test
    void the_default_branch_is_refused_even_as_a_work_branch() {
        assertThat(new PushRule("main", "main").refusal("refs/heads/main")).isPresent();
        assertThat(new PushRule("main", "main-2").refusal("refs/heads/main-2")).isPresent();
    }
}
