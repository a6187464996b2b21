package dev.openinspect.secrets;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be seen of a secret: everything but its value.
 *
 * @param version 1 for its first value, one more with every other
 * @param changedBy who wrote the value; null where that person is no more
 */
public record SecretView(
        String name,
        int version,
        @Nullable UUID changedBy,
        @Nullable String changedByName,
        Instant changedAt) {}
