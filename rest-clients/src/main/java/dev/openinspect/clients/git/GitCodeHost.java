package dev.openinspect.clients.git;

import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;

/** Looks at Git repositories: at a host by https, or on this machine below a configured root. */
@Stateless
@Local(CodeHost.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class GitCodeHost implements CodeHost {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    GitPolicy policy;

    @Inject
    StreamingHttp http;

    @Override
    public RemoteRepository look(Address address) {
        return switch (address.kind()) {
            case GIT, HOSTED -> new RemoteGit(http, policy.remote(address.url()), address.credential(), LIMIT).look();
            case LOCAL -> new LocalGit(policy.local(address.url())).look();
        };
    }
}
