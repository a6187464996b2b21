package dev.openinspect.sessions;

import dev.openinspect.images.ImagePlan;
import dev.openinspect.models.ModelCatalog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox is told once its bridge is connected. Protocol: docs/bridge-protocol.md, frame {@code configure}.
 *
 * @param readable repositories that the session may read besides, by name, with the addresses that others may call them by
 * @param secrets opened for this frame only
 * @param images what the sandbox does for images
 * @param history what was said before, for an agent that does not remember it
 */
public record BridgeConfiguration(
        UUID sessionId,
        String title,
        String repository,
        Map<String, List<String>> readable,
        String baseBranch,
        String workBranch,
        @Nullable String baseCommit,
        String model,
        List<ModelCatalog.Provider> providers,
        Map<String, String> secrets,
        ImagePlan images,
        @Nullable String history) {
    public BridgeConfiguration {
        readable = Map.copyOf(readable);
        providers = List.copyOf(providers);
        secrets = Map.copyOf(secrets);
    }

    /** Ids only: a record's own words would print the secrets. */
    @Override
    public String toString() {
        return "BridgeConfiguration[session=" + sessionId + ", repository=" + repository + "]";
    }
}
