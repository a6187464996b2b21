package dev.openinspect.hooks;

/** A delivery that this node works on until the claim expires. {@code version} fences the claim. */
record ClaimedHook(String deliveryId, String event, String body, int version) {
    /** Without the body, which is not for a log. */
    @Override
    public String toString() {
        return "ClaimedHook[" + deliveryId + " " + event + "]";
    }
}
