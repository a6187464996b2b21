package dev.openinspect.sessions;

import dev.openinspect.people.Role;
import dev.openinspect.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The defaults, without an operator. Tests that need another value override it. */
public class FixedSettings implements Settings {
    @Override
    public int httpPort() {
        return 8080;
    }

    @Override
    public int sandboxPort() {
        return 8081;
    }

    @Override
    public String publicUrl() {
        return "http://127.0.0.1:8080";
    }

    @Override
    public boolean unsafeSandboxes() {
        return false;
    }

    @Override
    public List<Path> localRepositoryRoots() {
        return List.of();
    }

    @Override
    public Optional<Path> demoRepository() {
        return Optional.empty();
    }

    @Override
    public FirstAdministrator firstAdministrator() {
        return new FirstAdministrator("Administrator", "admin@example.org", Optional.empty());
    }

    @Override
    public Duration turnLimit() {
        return Duration.ofMinutes(60);
    }

    @Override
    public Duration lifetimeExtension() {
        return Duration.ofMinutes(60);
    }

    @Override
    public Snapshots snapshots() {
        return new Snapshots(5, 10, 50L << 30, Duration.ofSeconds(30));
    }

    @Override
    public Duration progressLimit() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Duration bootProgressLimit() {
        return Duration.ofMinutes(6);
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Duration heartbeatLimit() {
        return Duration.ofSeconds(90);
    }

    @Override
    public Duration idleLimit() {
        return Duration.ofMinutes(10);
    }

    @Override
    public int maxSandboxes() {
        return 0;
    }

    @Override
    public int sandboxMemoryMiB() {
        return 2_048;
    }

    @Override
    public double sandboxCpus() {
        return 2;
    }

    @Override
    public int sandboxProcesses() {
        return 512;
    }

    @Override
    public int sandboxDiskMiB() {
        return 10_240;
    }

    @Override
    public int sandboxFiles() {
        return 1_000_000;
    }

    @Override
    public List<String> sandboxNetworks() {
        return List.of();
    }

    @Override
    public SignInRules signInRules() {
        return new SignInRules(List.of(), List.of(), List.of(), Role.MEMBER);
    }

    @Override
    public long hookInboxBytes() {
        return 1L << 30;
    }

    @Override
    public Images images() {
        return new Images(true, Duration.ofMinutes(60));
    }

    @Override
    public Warmth warmth() {
        return new Warmth(1, Duration.ofMinutes(60), Duration.ofMinutes(10));
    }

    @Override
    public Artifacts artifacts() {
        return new Artifacts(1L << 30, 20L << 30);
    }

    @Override
    public Limits limits() {
        return new Limits(1L << 30, 1L << 30, List.of(), 6_000, 50, 5_000, 8L << 20);
    }
}
