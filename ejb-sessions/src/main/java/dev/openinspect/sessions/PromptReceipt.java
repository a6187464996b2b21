package dev.openinspect.sessions;

import java.util.UUID;

/** What the sender of a prompt learns. {@code position} counts the unfinished prompts before it; a running or finished one has 0. */
public record PromptReceipt(UUID id, PromptStatus status, int position) {}
