package dev.openinspect.clients.git;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.repositories.PushRule;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Git's smart protocol: in process for local repositories, passed on for remote ones. */
@Stateless
@Local(GitTransport.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class SmartGitTransport implements GitTransport {
    private static final Pattern PROTOCOL = Pattern.compile("[a-z0-9=:.-]{1,100}");
    private static final long MIB = 1L << 20;

    @Inject
    GitPolicy policy;

    @Inject
    StreamingHttp http;

    @Inject
    Configuration configuration;

    @Override
    public void advertise(Address address, GitService service, @Nullable String protocol, OutputStream out)
            throws IOException {
        switch (address.kind()) {
            case GIT, HOSTED -> remote(address).advertise(service, understood(protocol), out);
            case LOCAL -> local(address).advertise(service, understood(protocol), out);
        }
    }

    @Override
    public void upload(Address address, @Nullable String protocol, InputStream in, OutputStream out)
            throws IOException {
        switch (address.kind()) {
            case GIT, HOSTED -> remote(address).upload(understood(protocol), in, out);
            case LOCAL -> local(address).upload(understood(protocol), in, out);
        }
    }

    @Override
    public void receive(Address address, PushRule rule, InputStream in, OutputStream out) throws IOException {
        switch (address.kind()) {
            case GIT, HOSTED -> remote(address).receive(rule, in, out);
            case LOCAL -> local(address).receive(rule, limits().requestBytes(), in, out);
        }
    }

    @Override
    public Limits limits() {
        return new Limits(
                configuration.number(Key.GIT_PARALLEL, 2, 64),
                configuration.number(Key.GIT_BODY_LIMIT, 1, 65_536) * MIB,
                configuration.seconds(Key.GIT_TIME_LIMIT, 10, 14_400));
    }

    private RemoteGit remote(Address address) {
        return new RemoteGit(http, policy.remote(address.url()), address.credential(), limits().total());
    }

    private LocalGit local(Address address) {
        return new LocalGit(policy.local(address.url()));
    }

    /** What a client says of its protocol goes into a header and into JGit, so only the known letters pass; else the first version is spoken. */
    private static @Nullable String understood(@Nullable String protocol) {
        return protocol != null && PROTOCOL.matcher(protocol).matches() ? protocol : null;
    }
}
