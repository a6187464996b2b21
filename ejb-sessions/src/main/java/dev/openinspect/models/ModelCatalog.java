package dev.openinspect.models;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The language models that prompts may use, as the operator configured them. */
public interface ModelCatalog {
    List<Provider> providers();

    /** The model of new sessions: the first one configured, or the demo model where no other is. */
    Model defaultModel();

    /** Looks a model up by its full name {@code provider/model}. */
    Optional<Model> find(String fullName);

    /** How a provider is spoken to. */
    enum Protocol {
        OPENAI,
        ANTHROPIC
    }

    /** An endpoint with its models; {@code demo} marks the scripted one that needs no key. */
    record Provider(String id, Protocol protocol, String name, boolean demo, List<Model> models) {
        public Provider {
            models = List.copyOf(models);
        }
    }

    /**
     * A model.
     *
     * @param contextTokens how many tokens it reads
     * @param outputTokens how many tokens it writes at most in one answer
     * @param inputCost US dollars per million tokens read
     * @param outputCost US dollars per million tokens written
     */
    record Model(
            String providerId,
            String id,
            String name,
            boolean demo,
            int contextTokens,
            int outputTokens,
            BigDecimal inputCost,
            BigDecimal outputCost) {
        public String fullName() {
            return providerId + "/" + id;
        }
    }
}
