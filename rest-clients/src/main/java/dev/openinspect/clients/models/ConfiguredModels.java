package dev.openinspect.clients.models;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.models.ModelCatalog;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The models that the operator configured, read once at the start. May be shared between threads. */
@ApplicationScoped
public class ConfiguredModels implements ModelCatalog {
    static final String DEMO_PROVIDER = "demo";
    private static final String ONLY_PROVIDER = "main";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,2000}");
    private static final int MOST_PROVIDERS = 20;
    private static final int MOST_MODELS = 100;

    @Inject
    Configuration configuration;

    private List<Endpoint> endpoints = List.of();

    public ConfiguredModels() {}

    ConfiguredModels(Configuration configuration) {
        this.configuration = configuration;
        read();
    }

    @PostConstruct
    void read() {
        List<Endpoint> found = new ArrayList<>();
        List<String> ids = configuration.list(Key.MODEL_PROVIDERS, MOST_PROVIDERS);
        if (new HashSet<>(ids).size() != ids.size()) {
            throw new InvalidSetting(Key.MODEL_PROVIDERS.variable(), "ids that differ");
        }
        for (String id : ids) {
            found.add(provider(checked(id), "openinspect.model." + id.replace('-', '_') + "."));
        }
        if (ids.isEmpty() && configuration.text(Key.MODEL_URL).isPresent()) {
            found.add(provider(ONLY_PROVIDER, "openinspect.model."));
        }
        configuration.url(Key.DEMO_MODEL_URL).ifPresent(url -> found.add(demo(url)));
        endpoints = List.copyOf(found);
    }

    @Override
    public List<Provider> providers() {
        return endpoints.stream().map(Endpoint::provider).toList();
    }

    @Override
    public Model defaultModel() {
        return providers().stream()
                .flatMap(provider -> provider.models().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No language model is configured: set OPENINSPECT_MODEL_URL and OPENINSPECT_MODEL_NAMES."));
    }

    @Override
    public Optional<Model> find(String fullName) {
        return providers().stream()
                .flatMap(provider -> provider.models().stream())
                .filter(model -> model.fullName().equals(fullName))
                .findFirst();
    }

    Optional<Endpoint> endpoint(String providerId) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.provider().id().equals(providerId))
                .findFirst();
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches() || id.equals(DEMO_PROVIDER)) {
            throw new InvalidSetting(
                    Key.MODEL_PROVIDERS.variable(), Key.MODEL_PROVIDERS.limits() + ", none named demo");
        }
        return id;
    }

    private Endpoint provider(String id, String prefix) {
        String urlVariable = Configuration.variable(prefix + "url");
        URI url = Configuration.url(
                urlVariable,
                configuration
                        .text(prefix + "url")
                        .orElseThrow(() -> new InvalidSetting(urlVariable, Key.MODEL_URL.limits())));
        Optional<String> key = configuration.text(prefix + "key");
        if (key.isPresent() && !PRINTABLE.matcher(key.get()).matches()) {
            throw new InvalidSetting(Configuration.variable(prefix + "key"), Key.MODEL_KEY.limits());
        }
        return new Endpoint(new Provider(id, protocol(prefix), id, false, models(id, prefix)), url, key);
    }

    private Protocol protocol(String prefix) {
        String kind = configuration.text(prefix + "kind").orElse(Key.MODEL_KIND.standard());
        return switch (kind) {
            case "openai" -> Protocol.OPENAI;
            case "anthropic" -> Protocol.ANTHROPIC;
            default -> throw new InvalidSetting(Configuration.variable(prefix + "kind"), Key.MODEL_KIND.limits());
        };
    }

    private List<Model> models(String id, String prefix) {
        String variable = Configuration.variable(prefix + "names");
        List<Model> models = Arrays.stream(
                        configuration.text(prefix + "names").orElse("").split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> ModelEntries.read(variable, id, false, entry))
                .toList();
        if (models.isEmpty() || models.size() > MOST_MODELS) {
            throw new InvalidSetting(variable, "1 to " + MOST_MODELS + " entries");
        }
        return models;
    }

    private static Endpoint demo(URI url) {
        Model model = new Model(
                DEMO_PROVIDER, "demo-1", "Demo model", true, 128_000, 8_192, BigDecimal.ZERO, BigDecimal.ZERO);
        Provider provider = new Provider(DEMO_PROVIDER, Protocol.OPENAI, "Demo model", true, List.of(model));
        return new Endpoint(provider, url, Optional.empty());
    }
}
