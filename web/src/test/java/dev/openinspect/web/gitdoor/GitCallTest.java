package dev.openinspect.web.gitdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.repositories.GitService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitCallTest {
    @Test
    void the_three_requests_of_smart_http_are_known() {
        assertThat(GitCall.of("GET", "/demo.git/info/refs", "git-upload-pack"))
                .contains(new GitCall("demo", GitService.UPLOAD_PACK, true));
        assertThat(GitCall.of("POST", "/demo.git/git-upload-pack", null))
                .contains(new GitCall("demo", GitService.UPLOAD_PACK, false));
        assertThat(GitCall.of("POST", "/my.demo-2.git/git-receive-pack", null))
                .contains(new GitCall("my.demo-2", GitService.RECEIVE_PACK, false));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "GET, /demo.git/info/refs, null",
                "GET, /demo.git/info/refs, git-upload-archive",
                "POST, /demo.git/info/refs, git-upload-pack",
                "GET, /demo.git/git-upload-pack, null",
                "PUT, /demo.git/git-receive-pack, null",
                "GET, /demo.git/HEAD, null",
                "GET, /demo.git/objects/info/packs, null",
                "GET, /demo/info/refs, git-upload-pack",
                "GET, /a/b.git/info/refs, git-upload-pack",
                "GET, /../demo.git/info/refs, git-upload-pack",
                "GET, null, null"
            })
    void everything_else_is_not(String method, String path, String service) {
        assertThat(GitCall.of(method, path, service)).isEmpty();
    }

    @Test
    void each_answer_has_its_media_type() {
        assertThat(new GitCall("demo", GitService.UPLOAD_PACK, true).answerType())
                .isEqualTo("application/x-git-upload-pack-advertisement");
        assertThat(new GitCall("demo", GitService.RECEIVE_PACK, false).answerType())
                .isEqualTo("application/x-git-receive-pack-result");
    }
}
