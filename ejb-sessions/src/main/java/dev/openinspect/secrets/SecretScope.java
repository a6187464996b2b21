package dev.openinspect.secrets;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose sandboxes get a secret.
 *
 * @param repositoryId of this repository only, where its secrets win; null: of every repository
 */
public record SecretScope(@Nullable UUID repositoryId) {
    public static final SecretScope GLOBAL = new SecretScope(null);

    /** What an envelope is sealed for. {@link SecretSeals} says the same in SQL. */
    String purpose(String name, int version) {
        return "secret:" + (repositoryId == null ? "global" : repositoryId) + ":" + name + ":" + version;
    }
}
