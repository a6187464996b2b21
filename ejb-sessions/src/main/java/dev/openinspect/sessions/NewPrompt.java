package dev.openinspect.sessions;

import org.jspecify.annotations.Nullable;

/**
 * A prompt as it arrives.
 *
 * @param clientRequestId the sender's own name for this request: repeating it repeats the answer and queues nothing
 */
public record NewPrompt(
        String text,
        @Nullable String clientRequestId,
        @Nullable String model,
        PromptSource source) {}
