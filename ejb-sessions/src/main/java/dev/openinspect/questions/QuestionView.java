package dev.openinspect.questions;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question as people and the agent see it.
 *
 * @param answer null until it is answered
 * @param answeredBy the person's name, null until then
 */
public record QuestionView(
        UUID id,
        UUID promptId,
        QuestionStatus status,
        String text,
        List<String> options,
        Instant askedAt,
        Instant expiresAt,
        @Nullable String answer,
        @Nullable String answeredBy) {}
