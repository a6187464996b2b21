package dev.openinspect.demo;

import java.util.Map;

/** Tokens as a model would bill them; four characters count as one. */
record Usage(long promptTokens, long completionTokens, long reasoningTokens) {
    private static final int CHARACTERS_PER_TOKEN = 4;

    static Usage of(ChatRequest request, long spokenCharacters, long reasoningCharacters) {
        return new Usage(
                tokens(request.promptCharacters()),
                tokens(spokenCharacters + reasoningCharacters),
                tokens(reasoningCharacters));
    }

    private static long tokens(long characters) {
        return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN);
    }

    Map<String, Object> json() {
        return Map.of(
                "prompt_tokens",
                promptTokens,
                "completion_tokens",
                completionTokens,
                "total_tokens",
                promptTokens + completionTokens,
                "prompt_tokens_details",
                Map.of("cached_tokens", 0),
                "completion_tokens_details",
                Map.of("reasoning_tokens", reasoningTokens));
    }
}
