package dev.openinspect.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be backed up or restored is refused with a sentence and an exit code, before anything has changed. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupRefusalsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int UNUSABLE = 3;
    private static final int OCCUPIED = 4;

    private final Installation first = Installation.running();
    private final SecondInstallation second = new SecondInstallation(60);

    @TempDir
    private static Path folder;

    private Path backup;

    @BeforeAll
    void a_backup_is_there() {
        backup = folder.resolve("backup");
        Command.run(LIMIT, first.environment(), List.of(first.script().toString(), "backup", backup.toString()));
    }

    @AfterAll
    void end() {
        second.close();
    }

    @Test
    void both_files_are_for_their_owner_only() throws IOException {
        for (Path file : List.of(backup, keys(backup))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void the_backup_alone_holds_no_key() throws IOException {
        String master =
                Files.readString(first.data().resolve("keys/master.key")).strip();
        String document = Files.readString(keys(backup));
        assertThat(document).contains(master);

        assertThat(Command.run(
                                LIMIT,
                                Map.of(),
                                List.of(
                                        "sh",
                                        "-c",
                                        "grep -c -a -- \"$1\" \"$2\" || true",
                                        "sh",
                                        master,
                                        backup.toString()))
                        .strip())
                .isEqualTo("0");
    }

    @Test
    void a_backup_is_never_overwritten() {
        run(first, "backup", backup.toString()).expect(1, "is there already");
        run(first, "backup", folder.resolve("no/such/folder").toString()).expect(1, "not a folder");
        run(first, "backup").expect(2, "usage");
    }

    @Test
    void a_full_disk_leaves_nothing_behind() throws IOException {
        Path target = Files.createDirectory(folder.resolve("full")).resolve("backup");

        // A limit of the size of files is the same to a program as a disk that has no room for more of them.
        Outcome outcome = Outcome.of(
                LIMIT,
                first.environment(),
                List.of(
                        "bash",
                        "-c",
                        "trap '' XFSZ; ulimit -f 24; exec \"$0\" backup \"$1\"",
                        first.script().toString(),
                        target.toString()));

        outcome.expect(1);
        assertThat(outcome.said()).containsAnyOf("could not be written", "could not be read");
        try (Stream<Path> left = Files.list(target.getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void what_is_no_backup_is_refused() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello\n");
        Path foreign = folder.resolve("foreign");
        Files.writeString(folder.resolve("manifest.json"), "{\"format\":\"something-else\"}");
        tar("cf", foreign, "manifest.json");

        refused(folder.resolve("missing"), "cannot be read", "is not a file");
        refused(text, "not a backup of Open-Inspect");
        refused(foreign, "not a backup of Open-Inspect");
        refused(folder, "not a file");
    }

    @Test
    void a_cut_or_changed_file_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(backup);
        Path cut = withKeys("cut");
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        Path changed = withKeys("changed");
        // Behind the headers of the first part.
        whole[2048] ^= 1;
        Files.write(changed, whole);

        refused(cut, "its end is missing");
        refused(changed, "is damaged");
    }

    @Test
    void a_newer_format_is_refused() throws IOException {
        Path newer = withKeys("newer");
        manifest(newer, "s/\"version\": [0-9]*/\"version\": 99/");

        refused(newer, "made by a newer release");
    }

    @Test
    void a_newer_schema_is_refused() throws IOException {
        Path newer = withKeys("newer-schema");
        manifest(newer, "s/\"schema\": \"[0-9]*\"/\"schema\": \"99999\"/");

        second.run("restore", newer.toString()).expect(UNUSABLE, "newer release");
    }

    @Test
    void keys_must_be_there_and_belong_to_the_backup() throws IOException {
        Path lonely = Files.copy(backup, folder.resolve("lonely"));
        refused(lonely, "the keys are missing");

        Path mixed = withKeys("mixed");
        Files.writeString(
                keys(mixed), Files.readString(keys(mixed)).replaceAll("\"backup\": \"....", "\"backup\": \"0000"));
        second.run("restore", mixed.toString()).expect(UNUSABLE, "belongs to another backup");
        Files.writeString(keys(mixed), Files.readString(keys(backup)).replaceAll("(\"master.key\": \")....", "$10000"));
        second.run("restore", mixed.toString()).expect(UNUSABLE, "another master key");
    }

    @Test
    void a_running_installation_is_not_restored_into() {
        run(first, "restore", backup.toString()).expect(OCCUPIED, "runs");
        run(first, "restore", "--replace", backup.toString()).expect(OCCUPIED, "runs");
    }

    @Test
    void an_installation_is_replaced_only_when_asked_for() throws IOException {
        try (SecondInstallation third = new SecondInstallation(80)) {
            third.run("restore", backup.toString()).expect(0, "Restored");
            Path mark = Files.writeString(third.data().resolve("keys/mark"), "old");

            third.run("restore", backup.toString()).expect(OCCUPIED, "--replace");
            assertThat(mark).exists();

            third.run("restore", backup.toString(), "--replace").expect(0, "Restored");
            assertThat(mark).doesNotExist();
            assertThat(third.data().resolve("keys/master.key"))
                    .hasSameBinaryContentAs(first.data().resolve("keys/master.key"));
            assertThat(third.data().resolve("restoring")).doesNotExist();
        }
    }

    /** Refused without a trace: the state folder is not even made. */
    private void refused(Path file, String... sentences) {
        Outcome outcome = second.run("restore", file.toString());

        assertThat(outcome.code()).as(outcome.said()).isEqualTo(UNUSABLE);
        assertThat(outcome.said()).containsAnyOf(sentences);
        assertThat(second.data().resolve("keys/master.key")).doesNotExist();
        assertThat(second.data().resolve("restoring")).doesNotExist();
    }

    private Path withKeys(String name) throws IOException {
        Path copy = Files.copy(backup, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(keys(backup), keys(copy), StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    /** Edits the manifest inside of a backup. */
    private void manifest(Path file, String edit) {
        Command.run(
                LIMIT,
                Map.of(),
                List.of(
                        "sh",
                        "-ec",
                        "cd \"$(mktemp -d)\"; tar xf \"$1\" manifest.json; sed -i \"$2\" manifest.json; "
                                + "tar --delete -f \"$1\" manifest.json; tar --append -f \"$1\" manifest.json",
                        "sh",
                        file.toString(),
                        edit));
    }

    private void tar(String how, Path file, String name) {
        Command.run(LIMIT, Map.of(), List.of("tar", how, file.toString(), "-C", folder.toString(), name));
    }

    private static Outcome run(Installation installation, String... arguments) {
        return Outcome.of(
                LIMIT,
                installation.environment(),
                Stream.concat(Stream.of(installation.script().toString()), Stream.of(arguments))
                        .toList());
    }

    private static Path keys(Path backup) {
        return backup.resolveSibling(backup.getFileName() + ".keys");
    }
}
