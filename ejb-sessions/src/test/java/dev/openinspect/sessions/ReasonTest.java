package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonTest {
    /** Where rows and events get their reasons: the literals of decisions, ends and stops. */
    private static final Pattern GIVEN = Pattern.compile(
            "(?:StopPrompt|StopSandbox|GiveUp|leave|stop|gone|cancelAll|shutdown)\\([^;\"]*\"([a-z_]+)(?:: )?\"");

    private static final List<Path> SOURCES = List.of(
            Path.of("src/main/java/dev/openinspect/sessions"), Path.of("src/main/java/dev/openinspect/sandboxes"));

    @Test
    void the_innermost_known_cause_says_what_to_do() {
        assertThat(Reason.remedy("no_sandbox: boot_failed: setup: exit code 1")).isEqualTo(Remedy.EDIT_HOOK);
        assertThat(Reason.remedy("no_sandbox: boot_failed: clone: not found")).isEqualTo(Remedy.CHECK_REPOSITORY);
        assertThat(Reason.remedy("sandbox_lost: out_of_memory")).isEqualTo(Remedy.ADD_MEMORY);
        assertThat(Reason.remedy("model_error: stopped")).isEqualTo(Remedy.NONE);
        assertThat(Reason.remedy("model_error: 500: out_of_memory")).isEqualTo(Remedy.RETRY);
        assertThat(Reason.remedy("whatever a sandbox says")).isEqualTo(Remedy.RETRY);
        assertThat(Reason.remedy(null)).isNull();
    }

    @Test
    void what_a_sandbox_made_up_is_counted_as_unknown() {
        assertThat(Reason.outermost("model_error: 500")).isEqualTo("model_error");
        assertThat(Reason.outermost("x1")).isEqualTo("unknown");
    }

    @Test
    void every_reason_that_the_code_gives_is_one_of_these() throws IOException {
        Set<String> given = new TreeSet<>();
        for (Path folder : SOURCES) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Matcher found = GIVEN.matcher(Files.readString(file));
                    while (found.find()) {
                        given.add(found.group(1));
                    }
                }
            }
        }
        given.removeIf(code -> code.equals("session_"));
        Set<String> known = new TreeSet<>();
        for (Reason reason : Reason.values()) {
            known.add(reason.code());
        }

        assertThat(given).hasSizeGreaterThan(10);
        assertThat(known).containsAll(given);
    }
}
