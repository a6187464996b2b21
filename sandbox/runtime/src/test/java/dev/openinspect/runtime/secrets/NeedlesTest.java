package dev.openinspect.runtime.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.openinspect.runtime.fixtures.PluginModules;
import dev.openinspect.runtime.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

        for (var text : texts(2_000))
            assertThat(needles.isIn(needles.replace(text, "[•••]"))).as(text).isFalse();
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

        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(needles.isIn(text)).isFalse());
    }

    @Test
    void the_agents_process_finds_the_same(@TempDir Path folder) throws Exception {
        var texts = texts(500);
        var question = Json.object();
        WORDS.forEach(question.putArray("words")::add);
        texts.forEach(question.putArray("texts")::add);

        var said = new PluginModules(folder).ask("""
                import { Needles } from "./needles.mjs";
                const needles = new Needles(question.words, "[•••]");
                answer(question.texts.map((text) => needles.replace(text)));
                """, question);

        var needles = Needles.of(WORDS);
        var answers = new ArrayList<String>();
        said.forEach(answer -> answers.add(answer.asText()));
        assertThat(answers)
                .isEqualTo(texts.stream()
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
}
