package dev.openinspect.people;

import java.time.Instant;
import java.util.UUID;

/** A person as administrators see them. */
public record PersonSummary(
        UUID id, String email, String name, Role role, boolean disabled, boolean hasPassword, Instant createdAt) {}
