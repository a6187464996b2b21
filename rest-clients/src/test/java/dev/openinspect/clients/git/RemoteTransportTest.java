package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.RepositoryKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteTransportTest extends GitTransportContract {
    private UpstreamStandIn upstream;

    @Override
    Address address() throws IOException {
        upstream = new UpstreamStandIn(folder.resolve("hosted"));
        origin.run("config", "http.receivepack", "true");
        return new Address(RepositoryKind.GIT, upstream.url("origin.git"), UpstreamStandIn.CREDENTIAL);
    }

    @Override
    SmartGitTransport transport() {
        return configured("OPENINSPECT_GIT_PLAIN_LOOPBACK", "true");
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void a_forbidden_push_never_reaches_the_remote() throws IOException {
        git.run("clone", "-q", door.url(), "clone");
        git.in("clone").commit("work", "done\n");

        git.in("clone").attempt("push", "origin", "HEAD:main");

        assertThat(upstream.requests()).doesNotContain("POST /origin.git/git-receive-pack");
    }

    @Test
    void push_options_are_refused_because_hosts_obey_them() throws IOException {
        origin.run("config", "receive.advertisePushOptions", "true");
        git.run("clone", "-q", door.url(), "clone");
        git.in("clone").commit("work", "done\n");

        GitProgram.Result result = git.in("clone")
                .attempt("push", "-o", "merge_request.create", "origin", "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains("push options are not allowed here");
        assertThat(upstream.requests()).doesNotContain("POST /origin.git/git-receive-pack");
    }

    @Test
    void a_push_that_is_not_understood_is_not_forwarded() {
        byte[] nonsense = "0010push-cert\0abc0000PACK".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> transport()
                        .receive(
                                addressWith(UpstreamStandIn.CREDENTIAL),
                                new dev.openinspect.repositories.PushRule(WORK_BRANCH, "main"),
                                new ByteArrayInputStream(nonsense),
                                OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void a_wrong_credential_is_said_without_showing_it() {
        assertThatThrownBy(() -> advertise(addressWith("robot:wrong")))
                .isInstanceOf(CodeHostFailure.class)
                .hasMessageContaining("refuses the credential")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void a_redirect_is_refused_and_the_credential_stays_here() {
        upstream.redirectTo("https://elsewhere.example.com");

        assertThatThrownBy(() -> advertise(addressWith(UpstreamStandIn.CREDENTIAL)))
                .isInstanceOf(CodeHostFailure.class)
                .hasMessageContaining("https://elsewhere.example.com/origin.git");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void a_host_that_is_down_can_be_tried_again() {
        upstream.close();

        assertThatThrownBy(() -> advertise(addressWith(UpstreamStandIn.CREDENTIAL)))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> assertThat(failure.retryable())
                        .isTrue());
    }

    @Test
    void plain_http_is_refused_where_nobody_allowed_it() {
        Address address = addressWith(UpstreamStandIn.CREDENTIAL);
        SmartGitTransport strict = configured();

        assertThatThrownBy(
                        () -> strict.advertise(address, GitService.UPLOAD_PACK, null, OutputStream.nullOutputStream()))
                .isInstanceOf(CodeHostFailure.class)
                .hasMessageContaining("https");
        assertThat(upstream.requests()).isEmpty();
    }

    private Address addressWith(String credential) {
        return new Address(RepositoryKind.GIT, upstream.url("origin.git"), credential);
    }

    private void advertise(Address address) throws IOException {
        transport().advertise(address, GitService.UPLOAD_PACK, null, new ByteArrayOutputStream());
    }

    private static SmartGitTransport configured(String... pairs) {
        SmartGitTransport transport = new SmartGitTransport();
        transport.configuration = Environment.of(pairs);
        transport.policy = new GitPolicy(transport.configuration, Environment.settings(pairs));
        transport.http = new StreamingHttp(Clock.systemUTC());
        return transport;
    }
}
