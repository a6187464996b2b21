package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedlesTest {
    private static final List<String> WORDS =
            List.of("aaaaaa", "aaaaaabb", "abcabcabd", "cabcab-x", "\uD83D\uDE00smile", "ö-word-ö");

    @Test
    void the_longest_one_that_begins_first_is_replaced() {
        var needles = Needles.of(WORDS);

        assertThat(needles.replace("xaaaaaabby aaaaaa aaaaa", "[•••]")).isEqualTo("x[•••]y [•••] aaaaa");
        assertThat(needles.replace("abcabcabd", "[•••]")).isEqualTo("[•••]");
        assertThat(needles.replace("", "[•••]")).isEmpty();
        assertThat(needles.replace("short", "[•••]")).isEqualTo("short");
    }

    @Test
    void none_is_left_in_any_text() {
        var needles = Needles.of(WORDS);

        for (var text : texts(2_000)) assertThat(needles.isIn(needles.replace(text, "[•••]"))).as(text).isFalse();
    }

    @Test
    void a_needle_shorter_than_the_window_is_refused() {
        assertThatThrownBy(() -> Needles.of(List.of("short"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void many_needles_cost_no_more_than_few() {
        var many = new ArrayList<String>();
        for (var i = 0; i < 100_000; i++) many.add("needle-" + i * 7_919L);
        var needles = Needles.of(many);
        var text = "some words that hold no secret, ".repeat(32_768);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(needles.isIn(text)).isFalse());
    }

    @Test
    void the_agents_process_finds_the_same(@TempDir Path folder) throws Exception {
        for (var module : List.of("needles.mjs", "documents.mjs")) copy(module, folder);
        var texts = texts(500);
        var question = Json.object();
        WORDS.forEach(question.putArray("words")::add);
        texts.forEach(question.putArray("texts")::add);
        Files.writeString(folder.resolve("question.json"), Json.write(question));
        Files.writeString(
                folder.resolve("ask.mjs"),
                """
                import { readFileSync } from "node:fs";
                import { Needles } from "./needles.mjs";
                const { words, texts } = JSON.parse(readFileSync(new URL("question.json", import.meta.url), "utf8"));
                const needles = new Needles(words, "[•••]");
                console.log(JSON.stringify(texts.map((text) => needles.replace(text))));
                """);

        var said = node(folder.resolve("ask.mjs"));

        var needles = Needles.of(WORDS);
        var answers = new ArrayList<String>();
        Json.read(said).forEach(answer -> answers.add(answer.asText()));
        assertThat(answers).isEqualTo(texts.stream()
                .map(text -> needles.replace(text, Redactor.MARK))
                .toList());
    }

    private static List<String> texts(int count) {
        var random = new Random(7);
        var pieces = new ArrayList<>(WORDS);
        pieces.addAll(List.of("a", "b", "abc", "c", "-", "\uD83D\uDE00", "ö"));
        var texts = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (var j = random.nextInt(30); j > 0; j--) text.append(pieces.get(random.nextInt(pieces.size())));
            texts.add(text.toString());
        }
        return texts;
    }

    private static void copy(String module, Path folder) throws IOException {
        var name = "/dev/openinspect/runtime/agent/plugin/" + module;
        try (var content = Objects.requireNonNull(NeedlesTest.class.getResourceAsStream(name), name)) {
            Files.write(folder.resolve(module), content.readAllBytes());
        }
    }

    private static String node(Path script) throws IOException, InterruptedException {
        var process = new ProcessBuilder("node", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return said;
    }
}
