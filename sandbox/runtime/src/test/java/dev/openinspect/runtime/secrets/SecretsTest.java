package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void the_file_is_private_and_says_the_same_to_a_shell() throws Exception {
        var file = folder.resolve("secrets.env");
        Secrets.of(Map.of("KEY", "it's $HOME\nand \"more\"")).writeTo(file);

        var shell = new ProcessBuilder("sh", "-c", ". " + file + " && printf %s \"$KEY\"").start();
        var said = new String(shell.getInputStream().readAllBytes());
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(said).isEqualTo("it's $HOME\nand \"more\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void names_of_ours_and_names_that_are_none_are_refused() {
        var secrets = Secrets.of(
                Map.of("OK_1", "a", "PATH", "b", "LD_PRELOAD", "c", "1X", "d", "A B", "e", "OPENCODE_CONFIG", "f"));

        assertThat(secrets.variables()).containsOnlyKeys("OK_1");
        assertThat(secrets.refused()).containsExactly("1X", "A B", "LD_PRELOAD", "OPENCODE_CONFIG", "PATH");
        assertThat(secrets.toString()).doesNotContain("a,");
    }

    @Test
    void names_that_change_what_programs_do_are_refused() {
        var names = List.of(
                "BASH_ENV", "GIT_SSH_COMMAND", "HTTPS_PROXY", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS", "PYTHONSTARTUP");
        var given = new HashMap<String, String>();
        names.forEach(name -> given.put(name, "x"));

        assertThat(Secrets.of(given).refused()).containsExactlyElementsOf(names);
    }
}
