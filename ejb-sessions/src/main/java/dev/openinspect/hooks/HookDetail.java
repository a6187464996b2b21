package dev.openinspect.hooks;

/**
 * A delivery with what was delivered.
 *
 * @param headers a line each
 * @param body its first {@link HookDeliveries#LONGEST_SHOWN} characters
 */
public record HookDetail(HookSummary summary, String headers, String body, boolean cut) {}
