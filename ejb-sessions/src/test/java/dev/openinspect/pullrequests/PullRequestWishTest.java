package dev.openinspect.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.pullrequests.PullRequestRules.DraftPolicy;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.ShownFile;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullRequestWishTest {
    @Test
    void a_title_is_one_line_of_at_most_256_characters() {
        assertThat(new PullRequestWish(" Fix\n the \t clock ", null, null, null).title())
                .isEqualTo("Fix the clock");
        assertThat(new PullRequestWish("t".repeat(256), null, null, null).title())
                .hasSize(256);
        assertThatThrownBy(() -> new PullRequestWish("t".repeat(257), null, null, null))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new PullRequestWish(" \n ", null, null, null)).isInstanceOf(Refused.class);
    }

    @Test
    void a_text_has_at_most_60_000_characters() {
        assertThat(new PullRequestWish(null, "b".repeat(60_000), null, null).body())
                .hasSize(60_000);
        assertThatThrownBy(() -> new PullRequestWish(null, "b".repeat(60_001), null, null))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-f", "a b", "a..b", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "a\u0000b"})
    void a_base_that_could_be_taken_for_something_else_is_refused(String base) {
        assertThatThrownBy(() -> new PullRequestWish(null, null, base, null)).isInstanceOf(Refused.class);
    }

    @Test
    void any_other_base_is_for_the_host_to_judge() {
        assertThat(new PullRequestWish(null, null, "release/1.2-é", null).base())
                .isEqualTo("release/1.2-é");
    }

    @Test
    void the_draft_policy_of_the_repository_wins() {
        assertThat(new PullRequestRules(DraftPolicy.AS_ASKED, null, false).draft(true))
                .isTrue();
        assertThat(new PullRequestRules(DraftPolicy.ALWAYS, null, false).draft(false))
                .isTrue();
        assertThat(new PullRequestRules(DraftPolicy.NEVER, null, false).draft(true))
                .isFalse();
    }

    @Test
    void a_label_has_at_most_50_characters_and_a_blank_one_is_none() {
        assertThat(new PullRequestRules(DraftPolicy.AS_ASKED, " ", false).label())
                .isNull();
        assertThatThrownBy(() -> new PullRequestRules(DraftPolicy.AS_ASKED, "l".repeat(51), false))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new PullRequestRules(DraftPolicy.AS_ASKED, "a\u0007b", false))
                .isInstanceOf(Refused.class);
    }

    @Test
    void the_text_ends_with_the_session_and_nobody_is_mentioned_by_their_name() {
        assertThat(PullRequestBody.of("", "http://s", null)).startsWith("---\nMade in [this session](http://s)");
        assertThat(PullRequestBody.of("Text", "http://s", "@every[one](x)"))
                .contains("app for everyone(x), who has no connected account");
    }

    @Test
    void what_the_agent_showed_is_linked_below_the_text() {
        List<ShownFile> files = IntStream.rangeClosed(1, 12)
                .mapToObj(n -> new ShownFile(
                        new UUID(0, n),
                        new UUID(1, 1),
                        ShownFile.Kind.IMAGE,
                        n + ".png",
                        n == 12 ? "After [x](y) @all" : null,
                        "image/png",
                        1,
                        "a".repeat(64)))
                .toList();

        String body = ShownLinks.below("Text", files, "http://here");

        assertThat(ShownLinks.below("Text", List.of(), "http://here")).isEqualTo("Text");
        assertThat(body).startsWith("Text\n\nShown by the agent:\n\n- [3.png](http://here/api/v1/sessions/");
        assertThat(body.lines().filter(line -> line.startsWith("- "))).hasSize(ShownLinks.MOST);
        assertThat(body).contains("- [After  x (y)  all](http://here/api/v1/");
    }
}
