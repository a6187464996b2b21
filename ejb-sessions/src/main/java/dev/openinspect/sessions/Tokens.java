package dev.openinspect.sessions;

/** Tokens that models read and wrote. */
public record Tokens(long input, long output) {}
