package dev.openinspect.sessions;

import java.util.UUID;

/** A person as others see one. */
public record PersonView(UUID id, String name) {}
