package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.RemoteRepository;
import dev.openinspect.repositories.RepositoryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kinds of repositories are looked at in the same way. */
class GitCodeHostTest {
    @TempDir
    Path folder;

    private final GitCodeHost codeHost = new GitCodeHost();
    private UpstreamStandIn upstream;

    @BeforeEach
    void open() throws IOException {
        upstream = new UpstreamStandIn(folder);
        String[] settings = {
            "OPENINSPECT_GIT_PLAIN_LOOPBACK", "true", "OPENINSPECT_LOCAL_REPOSITORY_ROOTS", folder.toString()
        };
        codeHost.policy = new GitPolicy(Environment.of(settings), Environment.settings(settings));
        codeHost.http = new StreamingHttp(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_look_finds_the_default_branch_and_all_branches(RepositoryKind kind) throws IOException {
        GitProgram origin = GitProgram.bareRepository(folder, "origin.git");
        origin.run("branch", "feature/one", "main");
        origin.run("tag", "v1", "main");
        origin.run("pack-refs", "--all");
        String commit = origin.run("rev-parse", "main");

        RemoteRepository found = codeHost.look(address(kind, "origin.git"));

        assertThat(found.defaultBranch()).isEqualTo("main");
        assertThat(found.branches()).containsExactly(new Branch("feature/one", commit), new Branch("main", commit));
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_repository_has_nothing_to_start_from(RepositoryKind kind) throws IOException {
        new GitProgram(folder).run("init", "-q", "--bare", "-b", "main", "empty.git");

        RemoteRepository found = codeHost.look(address(kind, "empty.git"));

        assertThat(found.defaultBranch()).isNull();
        assertThat(found.branches()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void something_else_is_no_repository(RepositoryKind kind) throws IOException {
        Files.createDirectory(folder.resolve("plain"));

        assertThatThrownBy(() -> codeHost.look(address(kind, "plain")))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> assertThat(failure.retryable())
                        .isFalse());
    }

    @Test
    void a_repository_that_asks_for_a_credential_says_so() {
        Address address = new Address(RepositoryKind.GIT, upstream.url("origin.git"), null);

        assertThatThrownBy(() -> codeHost.look(address)).hasMessageContaining("asks for a credential");
    }

    private Address address(RepositoryKind kind, String name) {
        return switch (kind) {
            case LOCAL -> new Address(kind, folder.resolve(name).toString(), null);
            case GIT, HOSTED -> new Address(kind, upstream.url(name), UpstreamStandIn.CREDENTIAL);
        };
    }
}
