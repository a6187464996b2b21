package dev.openinspect.clients.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.models.ModelCatalog.Model;
import dev.openinspect.models.ModelCatalog.Protocol;
import dev.openinspect.models.ModelCatalog.Provider;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredModelsTest {
    private static final String URL = "OPENINSPECT_MODEL_URL";
    private static final String NAMES = "OPENINSPECT_MODEL_NAMES";

    @Test
    void without_a_key_the_demo_model_is_the_default() {
        ConfiguredModels models = models("OPENINSPECT_DEMO_MODEL_URL", "http://127.0.0.1:8086/v1");

        assertThat(models.defaultModel().fullName()).isEqualTo("demo/demo-1");
        assertThat(models.defaultModel().demo()).isTrue();
        assertThat(models.providers()).hasSize(1);
    }

    @Test
    void a_real_model_goes_before_the_demo_model() {
        ConfiguredModels models = models(
                "OPENINSPECT_DEMO_MODEL_URL",
                "http://127.0.0.1:8086/v1",
                URL,
                "https://models.example.com/v1/",
                NAMES,
                "big,small");

        assertThat(models.defaultModel().fullName()).isEqualTo("main/big");
        assertThat(models.providers()).extracting(Provider::id).containsExactly("main", "demo");
        assertThat(models.find("main/small")).isPresent();
        assertThat(models.find("main/other")).isEmpty();
        assertThat(models.endpoint("main").orElseThrow().base()).hasToString("https://models.example.com/v1");
    }

    @Test
    void an_entry_may_carry_sizes_and_costs() {
        Model model = models(URL, "https://models.example.com/v1", NAMES, "big:200000:32000:3:15.5")
                .defaultModel();

        assertThat(model)
                .isEqualTo(new Model(
                        "main", "big", "big", false, 200_000, 32_000, new BigDecimal("3"), new BigDecimal("15.5")));
    }

    @Test
    void a_name_may_hold_colons_and_slashes() {
        ConfiguredModels models =
                models(URL, "https://models.example.com/v1", NAMES, "llama3:8b,meta/llama:70b:8192:2048:0:0.25");

        assertThat(models.find("main/llama3:8b")).map(Model::contextTokens).contains(128_000);
        assertThat(models.find("main/meta/llama:70b")).map(Model::outputTokens).contains(2_048);
    }

    @Test
    void several_providers_have_settings_of_their_own() {
        ConfiguredModels models = models(
                "OPENINSPECT_MODEL_PROVIDERS", "first,our-own",
                "OPENINSPECT_MODEL_FIRST_URL", "https://first.example.com/v1",
                "OPENINSPECT_MODEL_FIRST_NAMES", "a",
                "OPENINSPECT_MODEL_FIRST_KIND", "anthropic",
                "OPENINSPECT_MODEL_FIRST_KEY", "key-1",
                "OPENINSPECT_MODEL_OUR_OWN_URL", "http://127.0.0.1:11434/v1",
                "OPENINSPECT_MODEL_OUR_OWN_NAMES", "b");

        assertThat(models.providers())
                .extracting(Provider::id, Provider::protocol)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("first", Protocol.ANTHROPIC),
                        org.assertj.core.groups.Tuple.tuple("our-own", Protocol.OPENAI));
        assertThat(models.endpoint("first").orElseThrow().key()).contains("key-1");
        assertThat(models.endpoint("our-own").orElseThrow().key()).isEmpty();
    }

    @Test
    void a_key_is_never_part_of_a_text() {
        ConfiguredModels models =
                models(URL, "https://models.example.com/v1", NAMES, "a", "OPENINSPECT_MODEL_KEY", "sk-secret");

        assertThat(models.endpoint("main").orElseThrow().toString()).doesNotContain("sk-secret");
        assertThat(models.providers().toString()).doesNotContain("sk-secret");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENINSPECT_MODEL_URL, ftp://models.example.com",
        "OPENINSPECT_MODEL_URL, https://key@models.example.com",
        "OPENINSPECT_MODEL_NAMES, 'a b'",
        "OPENINSPECT_MODEL_NAMES, ','",
        "OPENINSPECT_MODEL_KIND, other",
        "OPENINSPECT_MODEL_KEY, 'two words'"
    })
    void a_wrong_setting_stops_the_start(String variable, String value) {
        String[] settings = {URL, "https://models.example.com/v1", NAMES, "a", variable, value};

        assertThatThrownBy(() -> models(settings))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(variable);
    }

    @Test
    void nobody_else_may_be_called_demo() {
        assertThatThrownBy(() -> models("OPENINSPECT_MODEL_PROVIDERS", "demo")).isInstanceOf(InvalidSetting.class);
    }

    static ConfiguredModels models(String... settings) {
        return new ConfiguredModels(Environment.of(settings));
    }
}
