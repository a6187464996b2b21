package dev.openinspect.hooks;

/** A delivery waits to be handed out: stored just now, or wanted once more. */
record HookArrived(String deliveryId) {}
