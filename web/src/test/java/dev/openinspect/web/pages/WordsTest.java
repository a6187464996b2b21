package dev.openinspect.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.accounts.Damage;
import dev.openinspect.accounts.Obstacle;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private final Words words = new Words();

    @ParameterizedTest
    @EnumSource(Obstacle.class)
    void every_obstacle_has_a_sentence(Obstacle obstacle) {
        assertThat(words.obstacle(obstacle.code(), "Forge")).endsWith(".").doesNotContain("{");
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void every_damage_has_a_sentence(Damage damage) {
        assertThat(words.say("js.account.broken." + damage.name().toLowerCase(Locale.ROOT)))
                .contains("{0}")
                .contains("{1}");
    }

    @Test
    void a_sentence_names_the_host_where_there_is_one() {
        assertThat(words.obstacle("denied", "Forge")).contains("Forge");
        assertThat(words.obstacle("denied", "")).contains("the code host");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "DENIED", "<b>call this number</b>"})
    void an_address_cannot_put_words_on_the_page(String code) {
        assertThat(words.obstacle(code, "Forge")).isNull();
    }
}
