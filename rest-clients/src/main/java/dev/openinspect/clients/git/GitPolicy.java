package dev.openinspect.clients.git;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.clients.configuration.Networks;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which addresses the control plane is willing to open. Everything that is not allowed here is refused. May be shared between threads. */
@ApplicationScoped
public class GitPolicy {
    private static final Pattern REMOTE = Pattern.compile("https?://[A-Za-z0-9\\[][\\x21-\\x7e]{1,7990}");
    private static final int LONGEST = 2_000;
    private static final Networks NOT_PUBLIC = Networks.notPublic();
    private static final int MOST_ENTRIES = 50;

    @Inject
    Configuration configuration;

    @Inject
    Settings settings;

    public GitPolicy() {}

    GitPolicy(Configuration configuration, Settings settings) {
        this.configuration = configuration;
        this.settings = settings;
    }

    /**
     * A remote that may be called now.
     *
     * <p>The name is resolved here and once more by the HTTP client. Java keeps a resolved name for 30 s, so both see the same answer and a name server cannot
     * show us a public address and the client a private one.
     */
    URI remote(String url) {
        return checked(parse(url, false));
    }

    /** An address that a remote names for a transfer: it may lead to another host, and its query is usually what opens it. */
    URI transfer(String url) {
        return checked(parse(url, true));
    }

    private URI checked(URI address) {
        boolean loopbackAllowed =
                configuration.word(Key.GIT_PLAIN_LOOPBACK, "true", "false").equals("true");
        Networks allowed = Networks.parse(Key.GIT_NETWORKS, configuration.list(Key.GIT_NETWORKS, MOST_ENTRIES));
        for (InetAddress resolved : resolve(address.getHost())) {
            boolean loopback = loopbackAllowed && resolved.isLoopbackAddress();
            if (address.getScheme().equals("http") && !loopback) {
                throw refused("Only https:// addresses are allowed.", null);
            }
            if (!loopback && NOT_PUBLIC.contain(resolved) && !allowed.contain(resolved)) {
                throw refused(
                        "The address leads into a private network; an operator can allow it with "
                                + Key.GIT_NETWORKS.variable() + ".",
                        null);
            }
        }
        return address;
    }

    /** A folder that may be opened, after following links. */
    Path local(String url) {
        try {
            Path asked = Path.of(url);
            if (!asked.isAbsolute()) {
                throw refused("A local repository is an absolute path.", null);
            }
            Path real = asked.toRealPath();
            if (Files.isDirectory(real) && isAllowed(real)) {
                return real;
            }
        } catch (InvalidPathException | IOException e) {
            throw noSuchFolder(e);
        }
        throw noSuchFolder(null);
    }

    private static URI parse(String url, boolean queryAllowed) {
        try {
            URI address = new URI(url);
            if (REMOTE.matcher(url).matches()
                    && (queryAllowed || url.length() <= LONGEST)
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && (queryAllowed || address.getRawQuery() == null)
                    && address.getRawFragment() == null
                    && !address.getRawPath().contains("/../")) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw refused("This is no https:// address of a Git repository.", e);
        }
        throw refused("This is no https:// address of a Git repository.", null);
    }

    private boolean isAllowed(Path real) throws IOException {
        List<Path> roots = new ArrayList<>();
        for (Path root : settings.localRepositoryRoots()) {
            if (Files.isDirectory(root)) {
                roots.add(root.toRealPath());
            }
        }
        boolean below = roots.stream().anyMatch(root -> real.startsWith(root) && !real.equals(root));
        // The demo repository is the operator's own choice, wherever it is.
        Path demo = settings.demoRepository().filter(Files::isDirectory).orElse(null);
        return below || (demo != null && real.equals(demo.toRealPath()));
    }

    private static InetAddress[] resolve(String host) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return InetAddress.getAllByName(name);
        } catch (UnknownHostException e) {
            throw new CodeHostFailure("The host " + name + " is not known.", true, e);
        }
    }

    /** The same words whether it is missing or forbidden, so that nobody can feel around the machine's folders. */
    private static CodeHostFailure noSuchFolder(@Nullable Throwable cause) {
        return refused(
                "There is no repository at this path, or it is not below a folder of "
                        + Key.LOCAL_REPOSITORY_ROOTS.variable() + ".",
                cause);
    }

    private static CodeHostFailure refused(String sentence, @Nullable Throwable cause) {
        return new CodeHostFailure(sentence, false, cause);
    }
}
