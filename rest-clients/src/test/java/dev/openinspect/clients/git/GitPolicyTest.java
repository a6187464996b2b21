package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitPolicyTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectories(root.resolve("team/project.git"));
        Files.createDirectories(folder.resolve("secret.git"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% /tmp/pwned",
                "file:///etc",
                "file:/etc",
                "ssh://git@203.0.113.1/x.git",
                "git@203.0.113.1:x.git",
                "git://203.0.113.1/x.git",
                "ftp://203.0.113.1/x.git",
                "--upload-pack=touch /tmp/pwned",
                "-oProxyCommand=x",
                "https://-oProxyCommand=x/y",
                "https://user:secret@93.184.216.34/x.git",
                "https://user@93.184.216.34/x.git",
                "https://93.184.216.34/x.git?service=git-receive-pack",
                "https://93.184.216.34/x.git#fragment",
                "https://93.184.216.34/a/../b.git",
                "https://93.184.216.34/x.git\nHost: other",
                "https://93.184.216.34/x\u0000.git",
                "https://93.184.216.34/x y.git",
                "https:///x.git",
                "https:x.git",
                "HTTPS",
                "relative/path",
                ""
            })
    void another_scheme_or_a_trick_is_refused(String url) {
        assertThatThrownBy(() -> policy().remote(url)).isInstanceOf(CodeHostFailure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x.git",
                "https://localhost/x.git",
                "https://0.0.0.0/x.git",
                "https://10.1.2.3/x.git",
                "https://172.16.0.1/x.git",
                "https://192.168.1.1/x.git",
                "https://169.254.169.254/latest",
                "https://100.64.0.1/x.git",
                "https://2130706433/x.git",
                "https://[::1]/x.git",
                "https://[::ffff:127.0.0.1]/x.git",
                "https://[fd00::1]/x.git",
                "https://[fe80::1]/x.git",
                "https://[64:ff9b::7f00:1]/x.git",
                "https://224.0.0.1/x.git"
            })
    void an_address_in_a_private_network_is_refused(String url) {
        assertThatThrownBy(() -> policy().remote(url))
                .isInstanceOf(CodeHostFailure.class)
                .hasMessageNotContaining("not known");
    }

    @Test
    void a_private_network_can_be_allowed() {
        GitPolicy policy = policy("OPENINSPECT_GIT_NETWORKS", "10.1.0.0/16");

        assertThat(policy.remote("https://10.1.2.3/x.git")).hasHost("10.1.2.3");
        assertThatThrownBy(() -> policy.remote("https://10.2.2.3/x.git")).isInstanceOf(CodeHostFailure.class);
    }

    @Test
    void plain_http_is_for_this_machine_and_only_where_it_was_allowed() {
        GitPolicy open = policy("OPENINSPECT_GIT_PLAIN_LOOPBACK", "true");

        assertThat(open.remote("http://127.0.0.1:3000/x.git")).hasPort(3000);
        assertThatThrownBy(() -> open.remote("http://93.184.216.34/x.git")).hasMessageContaining("https");
        assertThatThrownBy(() -> policy().remote("http://127.0.0.1:3000/x.git")).hasMessageContaining("https");
    }

    @Test
    void a_public_address_is_allowed() {
        assertThat(policy().remote("https://93.184.216.34/team/project.git")).hasPath("/team/project.git");
    }

    @Test
    void a_folder_below_a_root_is_opened_by_its_real_path() throws IOException {
        Files.createSymbolicLink(root.resolve("link.git"), root.resolve("team/project.git"));

        assertThat(policy().local(root.resolve("link.git").toString()))
                .isEqualTo(root.toRealPath().resolve("team/project.git"));
    }

    @Test
    void a_way_out_of_the_roots_is_refused() throws IOException {
        Files.createSymbolicLink(root.resolve("out.git"), folder.resolve("secret.git"));

        assertThatThrownBy(() -> policy().local(root + "/../secret.git")).isInstanceOf(CodeHostFailure.class);
        assertThatThrownBy(() -> policy().local(root + "/out.git")).isInstanceOf(CodeHostFailure.class);
        assertThatThrownBy(() -> policy().local(folder.resolve("secret.git").toString()))
                .isInstanceOf(CodeHostFailure.class);
        assertThatThrownBy(() -> policy().local(root.toString())).isInstanceOf(CodeHostFailure.class);
        assertThatThrownBy(() -> policy().local("team/project.git")).isInstanceOf(CodeHostFailure.class);
    }

    @Test
    void missing_and_forbidden_folders_are_refused_with_the_same_words() {
        String forbidden = sentence(folder.resolve("secret.git"));

        assertThat(sentence(folder.resolve("nothing.git"))).isEqualTo(forbidden);
    }

    @Test
    void the_demo_repository_needs_no_root() {
        Path demo = folder.resolve("secret.git");
        GitPolicy policy = policy("OPENINSPECT_DEMO_REPOSITORY", demo.toString());

        assertThat(policy.local(demo.toString())).exists();
    }

    private String sentence(Path path) {
        try {
            policy().local(path.toString());
            throw new AssertionError("this path must be refused");
        } catch (CodeHostFailure e) {
            return e.sentence();
        }
    }

    private GitPolicy policy(String... pairs) {
        String[] all = java.util.Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = "OPENINSPECT_LOCAL_REPOSITORY_ROOTS";
        all[pairs.length + 1] = root.toString();
        return new GitPolicy(Environment.of(all), Environment.settings(all));
    }
}
