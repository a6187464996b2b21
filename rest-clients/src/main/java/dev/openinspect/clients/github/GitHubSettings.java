package dev.openinspect.clients.github;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.clients.configuration.KeyFiles;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the operator has set about GitHub. Files are read when they are asked for, so a rotated key or secret needs no restart. May be shared between
 * threads.
 */
@ApplicationScoped
public class GitHubSettings {
    static final String NAME = "GitHub";
    static final String PUBLIC_WEB = "https://github.com";

    private static final String PUBLIC_API = "https://api.github.com";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern APP_ID = Pattern.compile("[1-9][0-9]{0,19}");
    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final int SHORTEST_WEBHOOK_SECRET = 8;
    private static final int MOST_WEBHOOK_SECRETS = 2;
    private static final int LARGEST_FILE = 20_000;

    @Inject
    Configuration configuration;

    public GitHubSettings() {}

    public GitHubSettings(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Reads everything once, so that whoever set something wrongly learns it now. */
    @PostConstruct
    void check() {
        web();
        api();
        if (app().isPresent()) {
            appKey();
        }
        client();
        webhookSecrets();
    }

    /** Where people look, without a slash at the end. */
    public URI web() {
        return address(Key.GITHUB_URL).orElseGet(() -> URI.create(PUBLIC_WEB));
    }

    /** Where programs ask, without a slash at the end. */
    public URI api() {
        return address(Key.GITHUB_API_URL).orElseGet(() -> URI.create(isPublic() ? PUBLIC_API : web() + "/api/v3"));
    }

    /** Whether it is github.com and not a server of one's own. */
    boolean isPublic() {
        return web().toString().equals(PUBLIC_WEB);
    }

    /** The App; empty where none is configured. */
    public Optional<App> app() {
        Optional<String> id = checked(Key.GITHUB_APP_ID, APP_ID);
        Optional<String> slug = checked(Key.GITHUB_APP_SLUG, SLUG);
        if (id.isPresent() && slug.isEmpty()) {
            throw new InvalidSetting(Key.GITHUB_APP_SLUG.variable(), "set when the number of the App is set");
        }
        return id.map(number -> new App(number, slug.orElseThrow()));
    }

    /** The App's private key as the file holds it now. */
    RSAPrivateKey appKey() {
        return AppKey.parse(read(Key.GITHUB_APP_KEY_FILE, appKeyFile()));
    }

    /** What the App is to people who sign in; empty where that is not configured. */
    public Optional<Client> client() {
        Optional<String> id = checked(Key.GITHUB_CLIENT_ID, CLIENT_ID);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        List<String> secrets = secrets(Key.GITHUB_CLIENT_SECRET, Key.GITHUB_CLIENT_SECRET_FILE, 1);
        if (secrets.isEmpty()) {
            throw new InvalidSetting(Key.GITHUB_CLIENT_SECRET.variable(), "set when the client id is set");
        }
        return Optional.of(new Client(id.get(), secrets.getFirst()));
    }

    /** The secrets with which a delivery may be signed, the present one first; none where hooks are not configured. */
    public List<String> webhookSecrets() {
        List<String> secrets = secrets(Key.GITHUB_WEBHOOK_SECRET, Key.GITHUB_WEBHOOK_SECRET_FILE, MOST_WEBHOOK_SECRETS);
        if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_WEBHOOK_SECRET)) {
            throw new InvalidSetting(Key.GITHUB_WEBHOOK_SECRET.variable(), Key.GITHUB_WEBHOOK_SECRET.limits());
        }
        return secrets;
    }

    private Path appKeyFile() {
        return configuration.path(Key.GITHUB_APP_KEY_FILE).orElseGet(() -> KeyFiles.folder(configuration)
                .resolve("github-app.pem"));
    }

    private Optional<URI> address(Key key) {
        Optional<URI> address = configuration.url(key);
        if (address.isPresent()
                && !address.get().getScheme().equals("https")
                && !(plainAllowed() && LOOPBACK.contains(address.get().getHost()))) {
            throw new InvalidSetting(
                    key.variable(),
                    "an https address (http only on this machine, for tests, with " + Key.GIT_PLAIN_LOOPBACK.variable()
                            + ")");
        }
        return address;
    }

    private boolean plainAllowed() {
        return configuration.word(Key.GIT_PLAIN_LOOPBACK, "true", "false").equals("true");
    }

    private Optional<String> checked(Key key, Pattern allowed) {
        Optional<String> text = configuration.text(key);
        if (text.isPresent() && !allowed.matcher(text.get()).matches()) {
            throw new InvalidSetting(key.variable(), key.limits());
        }
        return text;
    }

    private List<String> secrets(Key direct, Key file, int most) {
        Optional<String> given = checked(direct, SECRET);
        if (given.isPresent()) {
            return List.of(given.get());
        }
        Optional<Path> path = configuration.path(file);
        if (path.isEmpty()) {
            return List.of();
        }
        List<String> lines = read(file, path.get())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()
                || lines.size() > most
                || !lines.stream().allMatch(line -> SECRET.matcher(line).matches())) {
            throw new InvalidSetting(
                    file.variable(), "a file with 1 to " + most + " lines of at most 200 printable ASCII characters");
        }
        return lines;
    }

    private static String read(Key key, Path file) {
        try {
            if (Files.size(file) <= LARGEST_FILE) {
                return Files.readString(file);
            }
        } catch (IOException e) {
            throw new InvalidSetting(key.variable(), "a file that can be read", e);
        }
        throw new InvalidSetting(key.variable(), "a file of at most " + LARGEST_FILE + " bytes");
    }

    /**
     * The App.
     *
     * @param id its number
     * @param slug its name in addresses
     */
    public record App(String id, String slug) {}

    /** The App as an OAuth client. */
    public record Client(String id, String secret) {
        /** Nothing of what it holds is for a log. */
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }
}
