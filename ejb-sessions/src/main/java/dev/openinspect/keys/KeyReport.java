package dev.openinspect.keys;

import java.util.List;

/**
 * Which master keys are needed.
 *
 * @param keys ids of the keys that the application has, the one that seals first
 * @param uses how many values each key has sealed, also keys that are gone
 * @param unreadable what values were for that could not be sealed anew, because they do not open
 * @param settled whether nothing can be sealed with another key any more: no transaction is left that began before the keys were changed
 */
public record KeyReport(List<String> keys, List<Use> uses, List<String> unreadable, boolean settled) {
    public KeyReport {
        keys = List.copyOf(keys);
        uses = List.copyOf(uses);
        unreadable = List.copyOf(unreadable);
    }

    /** How many values of a kind a key has sealed. */
    public record Use(String what, String key, long values) {}

    /** Whether the first key alone is needed. */
    public boolean done() {
        return settled && uses.stream().allMatch(use -> use.key().equals(keys.getFirst()));
    }
}
