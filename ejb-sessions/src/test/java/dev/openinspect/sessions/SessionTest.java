package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.StateMachinesTest.TestRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final UUID ID = UUID.fromString("1a2b3c4d-0000-4000-8000-000000000000");

    @Test
    void the_work_branch_is_named_after_id_and_title() {
        assertThat(Session.branchName(ID, "Fix the  Ümlaut; rm -rf /"))
                .isEqualTo("open-inspect/1a2b3c4d-fix-the-mlaut-rm-rf");
        assertThat(Session.branchName(ID, "")).isEqualTo("open-inspect/1a2b3c4d");
        assertThat(Session.branchName(ID, "¿?")).isEqualTo("open-inspect/1a2b3c4d");
    }

    @Test
    void a_branch_that_a_session_works_on_does_not_last() {
        Session session = TestRows.session(SessionStatus.ACTIVE);
        assertThat(session.beginsAtLastingBranch()).isTrue();

        session.baseBranch = Session.branchName(ID, "");
        assertThat(session.beginsAtLastingBranch()).isFalse();
    }

    @Test
    void a_persons_title_is_not_overwritten_by_the_agent() {
        Session session = TestRows.session(SessionStatus.ACTIVE);
        assertThat(session.suggestTitle("Agent's", NOW)).isTrue();
        session.rename("Mine", NOW);

        assertThat(session.suggestTitle("Agent's again", NOW)).isFalse();
        assertThat(session.title).isEqualTo("Mine");
    }

    @Test
    void spending_adds_up_until_the_limit() {
        Session session = TestRows.session(SessionStatus.ACTIVE);
        session.costLimit = new BigDecimal("0.30");

        assertThat(session.spend(new BigDecimal("0.10"), 5, 7)).isFalse();
        assertThat(session.spend(new BigDecimal("0.20"), 5, 7)).isTrue();
        assertThat(session.tokensInput).isEqualTo(10);
        assertThat(session.tokensOutput).isEqualTo(14);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "feature/x-1", "release_2", "a+b#c"})
    void branch_names_that_git_takes_are_taken(String name) {
        assertThat(BranchNames.checked(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-x",
                "--upload-pack=x",
                "a..b",
                "a b",
                "a~1",
                "a^",
                "a:b",
                "a\\b",
                "/a",
                "a/",
                "a//b",
                "a.lock",
                "a@{1}",
                ".a",
                "a/.b",
                "a\nb"
            })
    void other_branch_names_are_refused(String name) {
        assertThatThrownBy(() -> BranchNames.checked(name)).isInstanceOf(Refused.class);
    }
}
