package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.RepositoryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class LocalTransportTest extends GitTransportContract {
    @Override
    Address address() {
        return new Address(
                RepositoryKind.LOCAL, folder.resolve("hosted/origin.git").toString(), null);
    }

    @Override
    SmartGitTransport transport() {
        SmartGitTransport transport = new SmartGitTransport();
        transport.configuration = Environment.of();
        transport.policy = new GitPolicy(
                transport.configuration,
                Environment.settings(
                        "OPENINSPECT_LOCAL_REPOSITORY_ROOTS",
                        folder.resolve("hosted").toString()));
        return transport;
    }

    @Test
    void hooks_of_the_repository_are_not_run() throws IOException {
        for (String hook : new String[] {"pre-receive", "update", "post-receive"}) {
            Files.createFile(
                    origin.folder().resolve("hooks").resolve(hook),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(
                    origin.folder().resolve("hooks").resolve(hook), "#!/bin/sh\ntouch '" + folder + "/ran'\n");
        }
        git.run("clone", "-q", door.url(), "clone");
        git.in("clone").commit("work", "done\n");

        git.in("clone").run("push", "-q", "origin", "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(folder.resolve("ran")).doesNotExist();
    }
}
