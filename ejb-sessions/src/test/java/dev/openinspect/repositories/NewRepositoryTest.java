package dev.openinspect.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewRepositoryTest {
    private static final String URL = "https://git.example.com/team/project.git";

    @Test
    void an_https_address_and_a_path_are_the_two_kinds() {
        assertThat(wish("project", URL, null, null).kind()).isEqualTo(RepositoryKind.GIT);
        assertThat(wish("project", "/srv/git/project.git", null, null).kind()).isEqualTo(RepositoryKind.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c id",
                "file:///etc",
                "ssh://git@git.example.com/x",
                "git://git.example.com/x",
                "git@git.example.com:x",
                "--upload-pack=id",
                "-x",
                "https://user:secret@git.example.com/x",
                "https://git.example.com/x?y",
                "https://git.example.com/x#y",
                "https://git.example.com",
                "https://git.example.com/",
                "https://git.example.com/x\n",
                "/srv/\u0000",
                "relative",
                ""
            })
    void another_address_is_refused(String url) {
        assertInvalid(() -> wish("project", url, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", ".x", "a/b", "a b", "a.git", "a..b", "ä"})
    void a_name_that_the_git_door_could_not_carry_is_refused(String name) {
        assertInvalid(() -> wish(name, URL, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x", "a..b", "a b", "a~b", "a^b", "a:b", "a\\b", "a?", "a*", "a[b", "a/", "a//b", "a.lock", "a@{b",
                "/a", "a/.b"
            })
    void a_branch_that_git_or_an_option_parser_could_misread_is_refused(String branch) {
        assertInvalid(() -> wish("project", URL, branch, null));
    }

    @Test
    void an_empty_default_branch_means_the_remotes_own() {
        assertThat(wish("project", URL, " ", null).defaultBranch()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token-without-user", "user:pass\nword"})
    void a_credential_that_is_no_user_and_password_is_refused(String credential) {
        assertInvalid(() -> wish("project", URL, null, credential));
    }

    @Test
    void a_local_repository_takes_no_credential() {
        assertInvalid(() -> wish("project", "/srv/git/project.git", null, "user:password"));
    }

    @Test
    void a_credential_is_never_part_of_a_text() {
        NewRepository wish = wish("project", URL, null, "user:password");
        RepositoryChange change = new RepositoryChange(null, null, null, "user:password", null, null, null, null);
        CodeHost.Address address = new CodeHost.Address(RepositoryKind.GIT, URL, "user:password");

        assertThat(wish + " " + change + " " + address).doesNotContain("password");
    }

    private static NewRepository wish(String name, String url, String branch, String credential) {
        return new NewRepository(name, url, branch, null, credential);
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable wish) {
        assertThatThrownBy(wish).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(RefusalCode.INVALID_INPUT));
    }

    @Test
    void words_are_stripped_and_said_once() {
        assertThat(RepositoryRules.words("aliases", java.util.List.of(" Shop ", "shop", "", "web shop")))
                .containsExactly("Shop", "web shop");
    }

    @Test
    void too_many_or_too_long_words_are_refused() {
        assertThatThrownBy(() -> RepositoryRules.words(
                        "keywords",
                        java.util.stream.IntStream.range(0, 11)
                                .mapToObj(Integer::toString)
                                .toList()))
                .hasMessage("A repository has at most 10 keywords.");
        assertThatThrownBy(() -> RepositoryRules.words("keywords", java.util.List.of("x".repeat(101))))
                .hasMessageContaining("at most 100 characters");
        assertThatThrownBy(() -> RepositoryRules.words("keywords", java.util.List.of("a\nb")))
                .hasMessageContaining("no control characters");
    }

    @Test
    void an_address_is_written_in_six_forms() {
        assertThat(RepositoryRules.addresses("https://host.example/octo/lib.git"))
                .containsExactly(
                        "https://host.example/octo/lib.git",
                        "https://host.example/octo/lib",
                        "git@host.example:octo/lib.git",
                        "git@host.example:octo/lib",
                        "ssh://git@host.example/octo/lib.git",
                        "ssh://git@host.example/octo/lib");
        assertThat(RepositoryRules.addresses("/srv/lib.git")).containsExactly("/srv/lib.git");
    }
}
