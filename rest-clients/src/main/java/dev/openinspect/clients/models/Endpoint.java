package dev.openinspect.clients.models;

import dev.openinspect.models.ModelCatalog.Provider;
import java.net.URI;
import java.util.Optional;

/** Where a provider is and the key to it; an empty key is for endpoints that ask for none. */
record Endpoint(Provider provider, URI base, Optional<String> key) {
    boolean offers(String modelId) {
        return provider.models().stream().anyMatch(model -> model.id().equals(modelId));
    }

    /** Everything but the key. */
    @Override
    public String toString() {
        return "Endpoint[" + provider.id() + " " + base + "]";
    }
}
