package dev.openinspect.settings;

import dev.openinspect.people.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set. Every value has a default; the adapter documents the keys. */
public interface Settings {
    /** Port of the listener that people use. */
    int httpPort();

    /** Port of the listener that sandboxes use; the only one that they reach. */
    int sandboxPort();

    /** Address that people type, without a slash at the end. */
    String publicUrl();

    /** Whether sandboxes run without isolation because the operator asked for it by name. */
    boolean unsafeSandboxes();

    /** Folders below which an administrator may register local repositories. */
    List<Path> localRepositoryRoots();

    /** The bare demo repository, where the installation has one. */
    Optional<Path> demoRepository();

    /** Name and e-mail of the first administrator. */
    FirstAdministrator firstAdministrator();

    /** Longest turn (default 60 min). */
    Duration turnLimit();

    /** Longest time a turn may show no progress (default 10 min). */
    Duration progressLimit();

    /** Longest time a boot may show no progress (default 6 min: longer than the setup hook's own limit of 300 s). */
    Duration bootProgressLimit();

    /** How long a stopped prompt may take to end before its sandbox is replaced (default 15 s). */
    Duration stopLimit();

    /** Silence of a bridge after which its sandbox counts as dead (default 90 s). */
    Duration heartbeatLimit();

    /** How long an idle sandbox is kept (default 10 min). */
    Duration idleLimit();

    /** How much longer than its lifetime a sandbox may live for a running turn (default 60 min). */
    Duration lifetimeExtension();

    /** How many snapshots are kept, and how long a stop waits for one. */
    Snapshots snapshots();

    /** Sandboxes at once; 0 asks the host, which counts by its memory. */
    int maxSandboxes();

    /** Memory of a sandbox in MiB (default 2048). */
    int sandboxMemoryMiB();

    /** Processors of a sandbox (default 2). */
    double sandboxCpus();

    /** Processes of a sandbox (default 512). */
    int sandboxProcesses();

    /** Disk of a session's layer in MiB (default 10240). */
    int sandboxDiskMiB();

    /** Files of a session's layer (default a million). */
    int sandboxFiles();

    /** Private networks (CIDR) that sandboxes may reach nevertheless. */
    List<String> sandboxNetworks();

    /** Who may come in by an account at the code host without being a person here yet. */
    SignInRules signInRules();

    /** Stored deliveries of the code host in bytes (default 1 GiB). */
    long hookInboxBytes();

    /** Whether sessions begin with images, and how those are built. */
    Images images();

    /** What is kept up before anybody asks for it. */
    Warmth warmth();

    /** How much room the files of agents may take. */
    Artifacts artifacts();

    /** How much of everything there may be. */
    Limits limits();

    /**
     * Images of repositories; docs/images.md tells how.
     *
     * @param enabled whether any are made or used (default yes)
     * @param buildLimit the longest build (default 60 min)
     */
    record Images(boolean enabled, Duration buildLimit) {}

    /**
     * Sandboxes that are up ahead; docs/warmth.md tells how.
     *
     * @param placesForPeople places for sandboxes that the pool leaves free (default 1)
     * @param ageLimit after which a pooled sandbox is replaced by a fresh one (default 60 min)
     * @param draftLimit how long a sandbox waits for a prompt that somebody wrote at and did not send (default 10 min)
     */
    record Warmth(int placesForPeople, Duration ageLimit, Duration draftLimit) {}

    /**
     * What the operator allows; docs/limits.md says what happens when one is reached.
     *
     * @param sessionLogBytes stored events of a session
     * @param diskFloorBytes free space on the disks of {@code diskFolders} below which nothing new is begun; 0 watches nothing
     * @param requestsPerMinute requests of one token or login
     * @param streamsPerPerson live streams of a person on one node
     * @param eventsPerSecond events of a sandbox, on average over 30 s
     * @param eventBytesPerSecond the same in bytes
     */
    record Limits(
            long sessionLogBytes,
            long diskFloorBytes,
            List<Path> diskFolders,
            int requestsPerMinute,
            int streamsPerPerson,
            int eventsPerSecond,
            long eventBytesPerSecond) {
        public Limits {
            diskFolders = List.copyOf(diskFolders);
        }
    }

    /** Bytes of all files of one session (default 1 GiB) and of all sessions together (default 20 GiB). */
    record Artifacts(long sessionBytes, long installationBytes) {}

    /**
     * What is kept of snapshots; docs/snapshots.md says what happens beyond.
     *
     * @param newest of a session (default 5)
     * @param askedFor of a session, of those that somebody asked for (default 10)
     * @param bytes of the installation (default 50 GiB)
     * @param stopWait how long a stop waits for its snapshot (default 30 s)
     */
    record Snapshots(int newest, int askedFor, long bytes, Duration stopWait) {}

    /**
     * Any entry of any list lets in; without entries nobody new comes in. All of it is in lower case.
     *
     * @param emailDomains what follows the {@code @} of an address that the code host has verified
     * @param role what a new person may do
     */
    record SignInRules(List<String> logins, List<String> organisations, List<String> emailDomains, Role role) {
        public SignInRules {
            logins = List.copyOf(logins);
            organisations = List.copyOf(organisations);
            emailDomains = List.copyOf(emailDomains);
        }
    }

    /** The password chosen for the first administrator by whoever started the installation, if still there. */
    record FirstAdministrator(String name, String email, Optional<String> password) {}
}
