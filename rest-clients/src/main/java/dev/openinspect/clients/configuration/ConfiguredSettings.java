package dev.openinspect.clients.configuration;

import dev.openinspect.people.Role;
import dev.openinspect.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operator's settings. A wrong one stops the deployment instead of the first request. May be shared between threads. */
@ApplicationScoped
public class ConfiguredSettings implements Settings {
    private static final int MOST_ENTRIES = 50;
    private static final int LONGEST_PASSWORD_FILE = 1_000;
    private static final int MOST_SIGN_IN_ENTRIES = 200;
    private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,99}");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    @Inject
    Configuration configuration;

    public ConfiguredSettings() {}

    public ConfiguredSettings(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Reads everything once, so that whoever set something wrongly learns it now. */
    @PostConstruct
    void check() {
        httpPort();
        sandboxPort();
        publicUrl();
        unsafeSandboxes();
        localRepositoryRoots();
        demoRepository();
        firstAdministrator();
        turnLimit();
        progressLimit();
        bootProgressLimit();
        stopLimit();
        heartbeatLimit();
        idleLimit();
        lifetimeExtension();
        snapshots();
        maxSandboxes();
        sandboxMemoryMiB();
        sandboxCpus();
        sandboxProcesses();
        sandboxDiskMiB();
        sandboxFiles();
        sandboxNetworks();
        signInRules();
        hookInboxBytes();
        images();
        warmth();
        artifacts();
        limits();
    }

    @Override
    public int httpPort() {
        return configuration.number(Key.HTTP_PORT, 1, 65_535);
    }

    @Override
    public int sandboxPort() {
        return configuration.number(Key.SANDBOX_PORT, httpPort() + 1, 1, 65_535);
    }

    @Override
    public String publicUrl() {
        return configuration.url(Key.PUBLIC_URL).map(Object::toString).orElse("http://127.0.0.1:" + httpPort());
    }

    @Override
    public boolean unsafeSandboxes() {
        return configuration.word(Key.SANDBOX, "isolated", "unsafe").equals("unsafe");
    }

    @Override
    public List<Path> localRepositoryRoots() {
        return configuration.paths(Key.LOCAL_REPOSITORY_ROOTS, MOST_ENTRIES);
    }

    @Override
    public Optional<Path> demoRepository() {
        return configuration.path(Key.DEMO_REPOSITORY);
    }

    @Override
    public FirstAdministrator firstAdministrator() {
        String name = configuration.text(Key.ADMIN_NAME).orElse(Key.ADMIN_NAME.standard());
        String email = configuration.text(Key.ADMIN_EMAIL).orElse(Key.ADMIN_EMAIL.standard());
        if (name.length() > 100) {
            throw new InvalidSetting(Key.ADMIN_NAME);
        }
        if (email.length() < 3 || email.length() > 254 || !email.contains("@")) {
            throw new InvalidSetting(Key.ADMIN_EMAIL);
        }
        return new FirstAdministrator(name, email, firstPassword());
    }

    @Override
    public Duration turnLimit() {
        return configuration.seconds(Key.TURN_LIMIT, 60, 86_400);
    }

    @Override
    public Duration progressLimit() {
        return configuration.seconds(Key.PROGRESS_LIMIT, 30, 86_400);
    }

    @Override
    public Duration bootProgressLimit() {
        return configuration.seconds(Key.BOOT_PROGRESS_LIMIT, 30, 7_200);
    }

    @Override
    public Duration stopLimit() {
        return configuration.seconds(Key.STOP_LIMIT, 1, 600);
    }

    @Override
    public Duration heartbeatLimit() {
        return configuration.seconds(Key.HEARTBEAT_LIMIT, 35, 3_600);
    }

    @Override
    public Duration idleLimit() {
        return configuration.seconds(Key.IDLE_LIMIT, 10, 604_800);
    }

    @Override
    public Duration lifetimeExtension() {
        return Duration.ofMinutes(configuration.number(Key.LIFETIME_EXTENSION, 0, 1_440));
    }

    @Override
    public Snapshots snapshots() {
        return new Snapshots(
                configuration.number(Key.SNAPSHOTS_NEWEST, 1, 100),
                configuration.number(Key.SNAPSHOTS_ASKED_FOR, 0, 100),
                (long) configuration.number(Key.SNAPSHOTS_LIMIT, 64, 16_777_216) << 20,
                configuration.seconds(Key.SNAPSHOT_STOP_WAIT, 1, 600));
    }

    @Override
    public int maxSandboxes() {
        return configuration.number(Key.MAX_SANDBOXES, 0, 1_000);
    }

    @Override
    public int sandboxMemoryMiB() {
        return configuration.number(Key.SANDBOX_MEMORY, 512, 262_144);
    }

    @Override
    public double sandboxCpus() {
        return configuration.fraction(Key.SANDBOX_CPUS, 0.1, 256);
    }

    @Override
    public int sandboxProcesses() {
        return configuration.number(Key.SANDBOX_PROCESSES, 64, 32_768);
    }

    @Override
    public int sandboxDiskMiB() {
        return configuration.number(Key.SANDBOX_DISK, 64, 16_777_216);
    }

    @Override
    public int sandboxFiles() {
        return configuration.number(Key.SANDBOX_FILES, 1_000, 100_000_000);
    }

    @Override
    public List<String> sandboxNetworks() {
        return Networks.parse(Key.SANDBOX_NETWORKS, configuration.list(Key.SANDBOX_NETWORKS, MOST_ENTRIES))
                .blocks();
    }

    @Override
    public SignInRules signInRules() {
        return new SignInRules(
                words(Key.SIGN_IN_LOGINS, ACCOUNT_NAME),
                words(Key.SIGN_IN_ORGANISATIONS, ACCOUNT_NAME),
                words(Key.SIGN_IN_EMAIL_DOMAINS, DOMAIN),
                Role.valueOf(
                        configuration.word(Key.SIGN_IN_ROLE, "member", "viewer").toUpperCase(Locale.ROOT)));
    }

    @Override
    public long hookInboxBytes() {
        return mebibytes(Key.HOOK_INBOX_LIMIT, 1);
    }

    @Override
    public Images images() {
        return new Images(
                configuration.word(Key.IMAGES, "true", "false").equals("true"),
                configuration.seconds(Key.IMAGE_BUILD_LIMIT, 60, 14_400));
    }

    @Override
    public Warmth warmth() {
        return new Warmth(
                configuration.number(Key.WARM_PLACES_FOR_PEOPLE, 0, 1_000),
                configuration.seconds(Key.WARM_AGE_LIMIT, 60, 86_400),
                configuration.seconds(Key.DRAFT_LIMIT, 10, 86_400));
    }

    @Override
    public Artifacts artifacts() {
        return new Artifacts(mebibytes(Key.ARTIFACTS_SESSION, 1), mebibytes(Key.ARTIFACTS_INSTALLATION, 1));
    }

    @Override
    public Limits limits() {
        return new Limits(
                mebibytes(Key.SESSION_LOG_LIMIT, 1),
                mebibytes(Key.DISK_FLOOR, 0),
                configuration.paths(Key.DISK_FOLDERS, MOST_ENTRIES),
                configuration.number(Key.REQUESTS_PER_MINUTE, 60, 1_000_000),
                configuration.number(Key.STREAMS_PER_PERSON, 1, 10_000),
                configuration.number(Key.SANDBOX_EVENTS, 10, 1_000_000),
                configuration.number(Key.SANDBOX_EVENT_BYTES, 64, 1 << 20) * 1024L);
    }

    private List<String> words(Key key, Pattern shape) {
        List<String> words = configuration.list(key, MOST_SIGN_IN_ENTRIES).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (!words.stream().allMatch(word -> shape.matcher(word).matches())) {
            throw new InvalidSetting(key);
        }
        return words;
    }

    private long mebibytes(Key key, int least) {
        return (long) configuration.number(key, least, 1 << 20) << 20;
    }

    private Optional<String> firstPassword() {
        Path file = configuration.path(Key.FIRST_PASSWORD_FILE).orElse(keys().resolve("first-password"));
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LONGEST_PASSWORD_FILE) {
                throw new InvalidSetting(
                        Key.FIRST_PASSWORD_FILE.variable(), "a file of at most " + LONGEST_PASSWORD_FILE + " bytes");
            }
            return Optional.of(Files.readString(file).strip()).filter(password -> !password.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException("The first password's file cannot be read", e);
        }
    }

    /** The folder of the keys. */
    Path keys() {
        return KeyFiles.folder(configuration);
    }
}
