package dev.openinspect.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks every few seconds for what nobody wants any more: processes and network namespaces of sandboxes that the host does not list, mounts
 * outside of sandboxes, run folders, layers of removed sessions, dead sockets of the server, sandboxes that no session believes in, snapshots
 * that no session names. What stays for ten seconds, of snapshots a minute, is an orphan. One thread looks; the driver pauses it while it has taken the host away.
 */
final class Orphans implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration TOLERANCE = Duration.ofSeconds(10);
    /** Snapshots are compared every ten seconds and deleted when they were seen twice; the host may be taking one just then. */
    private static final Duration SNAPSHOT_TOLERANCE = Duration.ofSeconds(60);

    private static final String SNAPSHOT = "snapshot ";
    private static final Pattern LAYER = Pattern.compile("/layers/([0-9a-f-]{36})[/ ]");

    private static final Pattern GROUPS = Pattern.compile("OPENINSPECT_HOST_CGROUP=([^\\x00]+)");
    private static final int SESSION_ID = 36;

    private final Installation installation;
    private final ApiClient who;
    private final HostClient host;
    private final Findings findings;
    private final Map<String, Instant> suspects = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile int looks;

    Orphans(Installation installation, ApiClient who, Findings findings) {
        this.installation = installation;
        this.who = who;
        this.host = new HostClient(installation);
        this.findings = findings;
        this.thread = Thread.ofPlatform().daemon().name("orphans").start(this::run);
    }

    int looks() {
        return looks;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                judge(unwanted());
                looks++;
            } catch (HostClient.TwoAtOnce two) {
                findings.breach("any", Breach.DOUBLED, String.valueOf(two.getMessage()));
            } catch (RuntimeException | AssertionError away) {
                // Host or server is down just now: nothing can be said, and what was suspected begins anew.
                suspects.clear();
            }
            Pause.of(LOOK);
        }
    }

    private void judge(Set<String> unwanted) {
        Instant now = Instant.now();
        suspects.keySet().retainAll(unwanted);
        for (String thing : unwanted) {
            Instant since = suspects.computeIfAbsent(thing, first -> now);
            Duration tolerance = thing.startsWith(SNAPSHOT) ? SNAPSHOT_TOLERANCE : TOLERANCE;
            if (since.plus(tolerance).isBefore(now) && reported.add(thing)) {
                findings.breach(
                        "any", Breach.ORPHAN, thing + " is there for more than " + tolerance.toSeconds() + " s");
            }
        }
    }

    private Set<String> unwanted() {
        Map<String, Integer> live = host.live();
        Set<String> found = new HashSet<>();
        processes(live.keySet(), found);
        controlGroups(live, found);
        folders(live, found);
        sandboxesWithoutSession(live, found);
        if (Machine.text(Path.of("/proc/self/mountinfo")).contains(installation.hostState() + "/layers")) {
            found.add("a mount of a layer outside of sandboxes");
        }
        snapshots(found);
        deadSockets(found);
        return found;
    }

    /** A process belongs to the sandbox whose layer its mount namespace shows; so does the network namespace that it keeps alive. */
    private void processes(Set<String> live, Set<String> found) {
        Map<String, String> sessionOfMounts = new HashMap<>();
        for (long pid : Machine.processes()) {
            String mounts = link(pid, "mnt");
            String session = sessionOfMounts.computeIfAbsent(mounts, first -> sessionOf(pid));
            if (!session.isEmpty() && !live.contains(session)) {
                found.add("process " + pid + " (" + Machine.name(pid) + ", network " + link(pid, "net")
                        + ") of session " + session);
            }
        }
    }

    /** Every process of a sandbox is in its control group, wherever else it hides; the host names the groups in its environment. */
    private void controlGroups(Map<String, Integer> live, Set<String> found) {
        long daemon = installation.process("host").map(ProcessHandle::pid).orElse(0L);
        Matcher groups = GROUPS.matcher(Machine.text(Path.of("/proc", Long.toString(daemon), "environ")));
        if (!groups.find()) {
            return;
        }
        for (String group : groups.group(1).split(":")) {
            for (String name : names(Path.of(group))) {
                int dot = name.indexOf('.');
                if (dot == SESSION_ID && !Integer.valueOf(generation(name)).equals(live.get(name.substring(0, dot)))) {
                    String inside =
                            Machine.text(Path.of(group, name, "cgroup.procs")).replace("\n", " ");
                    found.add("control group " + group + "/" + name + " with the processes [" + inside + "]");
                }
            }
        }
    }

    private static int generation(String name) {
        String digits = name.substring(SESSION_ID + 1);
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }

    private String sessionOf(long pid) {
        String table = Machine.text(Path.of("/proc", Long.toString(pid), "mountinfo"));
        int ours = table.indexOf(installation.hostState() + "/layers/");
        if (ours < 0) {
            return "";
        }
        Matcher layer = LAYER.matcher(table);
        return layer.find(ours) ? layer.group(1) : "";
    }

    private static String link(long pid, String namespace) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", namespace))
                    .toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private void folders(Map<String, Integer> live, Set<String> found) {
        for (String name : names(installation.hostState().resolve("run"))) {
            int dot = name.lastIndexOf('.');
            if (dot > 0 && !live.containsKey(name.substring(0, dot))) {
                found.add("run folder " + name);
            }
        }
        for (String name : names(installation.hostState().resolve("trash"))) {
            found.add("folder " + name + " in the trash");
        }
        for (String session : names(installation.hostState().resolve("layers"))) {
            if (!live.containsKey(session) && isRemoved(who.get("/sessions/" + session))) {
                found.add("layer of the removed session " + session);
            }
        }
    }

    /** Each snapshot at the host stands in its session's list, or is an image of a repository. */
    private void snapshots(Set<String> found) {
        Map<String, Set<String>> listed = new HashMap<>();
        Set<String> images = images();
        host.snapshots().forEach((snapshot, session) -> {
            if (!images.contains(snapshot)
                    && !listed.computeIfAbsent(session, this::listed).contains(snapshot)) {
                found.add(SNAPSHOT + snapshot + " of session " + session + ", which does not name it,");
            }
        });
    }

    private Set<String> images() {
        Set<String> ids = new HashSet<>();
        for (JsonNode repository :
                who.get("/repositories?limit=200").expect(200).json().path("repositories")) {
            String path = "/repositories/" + repository.path("name").asText() + "/images";
            for (JsonNode image : who.get(path).expect(200).json().path("images")) {
                if (!image.path("status").asText().equals("deleted")) {
                    ids.add(image.path("id").asText());
                }
            }
        }
        return ids;
    }

    private Set<String> listed(String session) {
        Set<String> ids = new HashSet<>();
        Answer answer = who.get("/sessions/" + session + "/snapshots?limit=1000");
        if (!isRemoved(answer)) {
            answer.expect(200)
                    .json()
                    .path("snapshots")
                    .forEach(snapshot -> ids.add(snapshot.path("id").asText()));
        }
        return ids;
    }

    private void sandboxesWithoutSession(Map<String, Integer> live, Set<String> found) {
        live.forEach((session, generation) -> {
            var answer = who.get("/sessions/" + session);
            var sandbox = answer.status() == 200 ? answer.json().path("sandbox") : null;
            boolean believed = sandbox != null
                    && sandbox.path("generation").asInt() == generation
                    && Set.of("starting", "booting", "ready", "stopping")
                            .contains(sandbox.path("status").asText());
            if (!believed && (answer.status() == 200 || isRemoved(answer))) {
                found.add(
                        "sandbox " + generation + " of session " + session + ", of which the session says " + sandbox);
            }
        });
    }

    private static boolean isRemoved(Answer answer) {
        return answer.status() == 404 && Conversation.isOfTheProduct(answer);
    }

    /** The other side has closed, the server has not. */
    private void deadSockets(Set<String> found) {
        for (int port : new int[] {
            installation.address().getPort(), installation.sandboxDoor().getPort()
        }) {
            Machine.lines("ss", "-Htn", "state", "close-wait", "sport", "=", ":" + port)
                    .forEach(line -> found.add("socket in CLOSE-WAIT: " + line.replaceAll("\\s+", " ")));
        }
    }

    private static Set<String> names(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            Set<String> names = new HashSet<>();
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
