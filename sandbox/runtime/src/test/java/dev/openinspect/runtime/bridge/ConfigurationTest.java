package dev.openinspect.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.fixtures.Configurations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    final ObjectNode frame = Configurations.demo("http://127.0.0.1:1/git/demo.git", "http://127.0.0.1:1/v1");

    @Test
    void the_documented_frame_is_understood() {
        var configuration = Configuration.parse(frame);

        assertThat(configuration.repository().folder()).isEqualTo("demo");
        assertThat(configuration.repository().baseCommit()).isNull();
        assertThat(configuration.timeouts().setup()).hasSeconds(20);
        assertThat(configuration.providers().getFirst().models().getFirst().context())
                .isEqualTo(128_000);
        assertThat(configuration).hasToString("Configuration[session=3f2c1a90-0000-4000-8000-000000000001]");
    }

    @Test
    void a_repository_with_an_owner_is_cloned_under_its_own_name() {
        ((ObjectNode) frame.path("repository")).put("name", "acme/widgets");

        assertThat(Configuration.parse(frame).repository().folder()).isEqualTo("widgets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--upload-pack=x", "a..b", "a b", "x~1", "main"})
    void a_work_branch_that_git_could_misread_or_that_is_the_base_is_refused(String branch) {
        ((ObjectNode) frame.path("repository")).put("workBranch", branch);

        assertThatIllegalArgumentException().isThrownBy(() -> Configuration.parse(frame));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "acme/..", ".", "-x", "a b", ""})
    void a_name_that_is_no_folder_is_refused(String name) {
        ((ObjectNode) frame.path("repository")).put("name", name);

        assertThatIllegalArgumentException().isThrownBy(() -> Configuration.parse(frame));
    }

    @Test
    void an_unknown_kind_of_provider_is_refused() {
        ((ObjectNode) frame.path("providers").path(0)).put("kind", "telepathy");

        assertThatIllegalArgumentException().isThrownBy(() -> Configuration.parse(frame));
    }
}
