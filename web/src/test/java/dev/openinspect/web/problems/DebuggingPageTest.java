package dev.openinspect.web.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.log.FrameSink;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.sessions.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every code that people and programs can meet is explained in docs/debugging.md. */
class DebuggingPageTest {
    private static final Pattern PROBLEM =
            Pattern.compile("(?:Problem\\.of|new Problem|badRequest|[ =(]refuse)\\(\\s*(?:\\d{3},\\s*)?\"([a-z_]+)\"");
    private static final Pattern CLOSE = Pattern.compile("(?:close\\(|-> )([14]\\d{3})\\b");
    private static final Set<Path> OTHER_PROTOCOLS = Set.of(Path.of("modelgate"), Path.of("gitdoor"));

    private final String page = Files.readString(Path.of("..", "docs", "debugging.md"));

    DebuggingPageTest() throws IOException {}

    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void every_refusal_is_explained_with_its_status(RefusalCode code) {
        assertThat(rows("## Refusals of the API"))
                .as(code.name())
                .anyMatch(row -> row.contains("`" + code.name().toLowerCase(Locale.ROOT) + "`")
                        && row.contains(String.valueOf(code.httpStatus())));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void every_reason_is_explained_here_and_on_the_page(Reason reason) throws IOException {
        assertThat(rows("## Reasons of prompts and sandboxes"))
                .anyMatch(row -> row.contains("`" + reason.code() + "`"));
        assertThat(texts()).containsKey("js.reason." + reason.code());
    }

    @Test
    void every_code_of_a_problem_is_explained() throws IOException {
        Set<String> codes = found(PROBLEM);

        assertThat(codes).hasSizeGreaterThan(15);
        assertThat(codes).allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }

    @Test
    void every_close_code_is_explained() throws IOException {
        Set<String> codes = found(CLOSE);
        Arrays.stream(FrameSink.Ending.values())
                .map(ending -> String.valueOf(ending.code()))
                .forEach(codes::add);

        assertThat(codes).hasSizeGreaterThan(8);
        assertThat(codes).allSatisfy(code -> assertThat(rows("## Close codes of the sockets"))
                .anyMatch(row -> row.substring(0, row.indexOf('|', 1)).contains(code)));
    }

    private List<String> rows(String heading) {
        int begin = page.indexOf(heading);
        int end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end)
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList();
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        Path sources = Path.of("src/main/java/dev/openinspect/web");
        Set<String> all = new TreeSet<>();
        try (var files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (OTHER_PROTOCOLS.contains(sources.relativize(file).getName(0))) {
                    continue;
                }
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    all.add(matcher.group(1));
                }
            }
        }
        return all;
    }

    private static Properties texts() throws IOException {
        Properties texts = new Properties();
        try (InputStream file = Reason.class.getResourceAsStream("/dev/openinspect/web/pages/texts.properties")) {
            texts.load(file);
        }
        return texts;
    }
}
