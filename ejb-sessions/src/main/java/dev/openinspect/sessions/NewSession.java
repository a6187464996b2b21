package dev.openinspect.sessions;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a person says when creating a session; what is left out takes the repository's and the installation's defaults.
 *
 * @param costLimit US dollars; a session that reaches it stops
 */
public record NewSession(
        String repository,
        @Nullable String branch,
        @Nullable String title,
        @Nullable String model,
        @Nullable BigDecimal costLimit) {}
