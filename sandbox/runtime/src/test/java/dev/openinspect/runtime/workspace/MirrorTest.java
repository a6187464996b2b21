package dev.openinspect.runtime.workspace;

import static dev.openinspect.runtime.fixtures.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh clone beside the host's mirror, with real git over HTTP: what it fetches, and what is there in the end. */
class MirrorTest {
    private static final int LARGE = 300_000;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private GitServer server;
    private Path mirror;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder.resolve("remote"), "token-of-this-sandbox")
                .commit("main", "a.txt", "one\n", "large.txt", noise(1))
                .commit("feature/x", "x.txt", "x\n");
        git(server.bare(), "tag", "v1", "main");
        mirror = folder.resolve("mirror.git");
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        Secrets.writePrivate(folder.resolve("token"), "token-of-this-sandbox");
        environment.putAll(
                GitDoor.open(server.url(), List.of(), folder.resolve("token"), folder.resolve("credential")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_clone_with_a_mirror_is_the_same_as_one_without_and_fetches_less() throws Exception {
        mirrorMain();
        server.commit("main", "later.txt", "later\n");

        var before = server.bytesSent();
        var ordinary = bringUp("ordinary", folder.resolve("none"));
        var whole = server.bytesSent() - before;
        var helped = bringUp("helped", mirror);
        var missing = server.bytesSent() - before - whole;

        assertThat(whole).isGreaterThan(LARGE / 2);
        assertThat(missing).isLessThan(20_000);
        assertThat(lines).containsExactly("mirror=used");
        assertThat(facts(helped)).isEqualTo(facts(ordinary));
        assertThat(facts(helped))
                .containsKey("refs")
                .extractingByKey("refs")
                .asString()
                .contains("v1", "feature/x");
    }

    @Test
    void the_clone_stands_on_its_own() throws Exception {
        mirrorMain();

        var ready = bringUp("helped", mirror);
        Files.move(mirror, folder.resolve("gone.git"));

        assertThat(ready.folder().resolve(".git/objects/info/alternates")).doesNotExist();
        assertThat(git(ready.folder(), "fsck", "--full", "--strict")).doesNotContain("missing", "error");
        assertThat(git(ready.folder(), "show", "HEAD:large.txt")).hasSize(LARGE);
        assertThat(Files.readString(ready.folder().resolve(".git/config"))).doesNotContain("mirror");
    }

    @Test
    void references_of_the_mirror_never_get_into_the_clone() throws Exception {
        mirrorMain();
        git(mirror, "branch", "only-in-the-mirror", "main");
        git(mirror, "tag", "tag-of-the-mirror", "main");

        var ready = bringUp("helped", mirror);

        assertThat(git(ready.folder(), "for-each-ref")).doesNotContain("mirror");
    }

    @Test
    void a_mirror_that_belongs_to_somebody_else_is_used_as_well() throws Exception {
        assertThat(System.getProperty("user.name"))
                .as("this test gives files away")
                .isEqualTo("root");
        mirrorMain();
        var chown = new ProcessBuilder("chown", "-R", "nobody", mirror.toString()).start();
        assertThat(chown.waitFor()).isZero();

        bringUp("helped", mirror);

        assertThat(lines).containsExactly("mirror=used");
    }

    @Test
    void a_mirror_of_another_history_does_no_harm() throws Exception {
        var other = new GitServer(folder.resolve("other"), "x").commit("main", "other.txt", noise(2));
        git(folder, "clone", "--quiet", "--bare", other.bare().toString(), mirror.toString());
        other.close();

        var ready = bringUp("helped", mirror);

        assertThat(facts(ready)).isEqualTo(facts(bringUp("ordinary", folder.resolve("none"))));
        assertThat(git(ready.folder(), "count-objects", "-v")).contains("in-pack: ");
        assertThatThrownBy(() -> git(ready.folder(), "cat-file", "-e", otherCommit()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_damaged_mirror_is_left_alone_and_the_reason_is_told() throws Exception {
        mirrorMain();
        try (var packs = Files.newDirectoryStream(mirror.resolve("objects/pack"), "*.pack")) {
            for (var pack : packs) {
                var file = pack.toFile();
                assertThat(file.setWritable(true)).isTrue();
                try (var bytes = Files.newByteChannel(pack, StandardOpenOption.WRITE)) {
                    bytes.position(file.length() / 2).write(java.nio.ByteBuffer.wrap(new byte[2_000]));
                }
            }
        }

        var ready = bringUp("helped", mirror);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("mirror=not used reason=")
                .doesNotContain("\n");
        assertThat(git(ready.folder(), "fsck", "--full")).doesNotContain("error");
        assertThat(facts(ready)).isEqualTo(facts(bringUp("ordinary", folder.resolve("none"))));
    }

    @Test
    void what_is_cut_off_in_a_mirror_is_fetched() throws Exception {
        mirrorMain();
        try (var packs = Files.newDirectoryStream(mirror.resolve("objects/pack"), "*.pack")) {
            for (var pack : packs) {
                assertThat(pack.toFile().setWritable(true)).isTrue();
                try (var bytes = Files.newByteChannel(pack, StandardOpenOption.WRITE)) {
                    bytes.truncate(bytes.size() / 3);
                }
            }
        }

        var ready = bringUp("cut", mirror);

        assertThat(facts(ready)).isEqualTo(facts(bringUp("ordinary", folder.resolve("none"))));
    }

    @Test
    void a_mirror_that_is_no_repository_does_no_harm() throws Exception {
        Files.createDirectories(folder.resolve("nothing/objects"));
        Files.writeString(folder.resolve("nothing/HEAD"), "rubbish");

        var ready = bringUp("nothing", folder.resolve("nothing"));

        assertThat(facts(ready)).isEqualTo(facts(bringUp("ordinary", folder.resolve("none"))));
    }

    @Test
    void a_kept_clone_does_not_look_at_a_mirror() throws Exception {
        bringUp("kept", folder.resolve("none"));
        Files.createDirectories(folder.resolve("nothing/objects"));

        var second = bringUp("kept", folder.resolve("nothing"));

        assertThat(second.fresh()).isFalse();
        assertThat(lines).isEmpty();
    }

    private void mirrorMain() throws IOException {
        git(folder, "init", "--quiet", "--bare", mirror.toString());
        git(mirror, "fetch", "--quiet", "--no-tags", server.bare().toString(), "+refs/heads/main:refs/heads/main");
        git(mirror, "repack", "-a", "-d", "-q");
    }

    private String otherCommit() throws IOException {
        return git(mirror, "rev-parse", "main");
    }

    private Checkout.Ready bringUp(String workspace, Path from) throws Exception {
        var repository = new Configuration.Repository("demo", server.url(), "main", Configurations.WORK_BRANCH, null);
        return new Checkout(
                        repository,
                        folder.resolve(workspace),
                        environment,
                        Duration.ofSeconds(60),
                        () -> {},
                        Instant.now(),
                        new Mirror(from, lines::add))
                .bringUp(LogFile.fresh(folder.resolve("log")));
    }

    /** Everything of a clone that git or an agent could notice, but for how its objects are packed. */
    private static Map<String, String> facts(Checkout.Ready ready) throws IOException {
        var facts = new TreeMap<String, String>();
        var clone = ready.folder();
        facts.put("refs", git(clone, "for-each-ref"));
        facts.put("head", git(clone, "symbolic-ref", "HEAD") + git(clone, "symbolic-ref", "refs/remotes/origin/HEAD"));
        facts.put("config", Files.readString(clone.resolve(".git/config")));
        facts.put("status", git(clone, "status", "--porcelain=v2", "--branch"));
        facts.put("objects", git(clone, "rev-list", "--all", "--objects"));
        facts.put("fsck", git(clone, "fsck", "--full"));
        facts.put("base", ready.baseCommit() + " " + ready.headCommit());
        try (var files = Files.list(clone.resolve(".git"))) {
            facts.put(
                    "files",
                    files.map(file -> file.getFileName().toString())
                            .sorted()
                            .toList()
                            .toString());
        }
        return facts;
    }

    /** Nothing packs it any smaller. */
    private static String noise(long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(LARGE);
        while (text.length() < LARGE) text.append((char) (33 + random.nextInt(94)));
        return text.toString();
    }
}
