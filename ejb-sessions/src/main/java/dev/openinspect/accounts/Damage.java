package dev.openinspect.accounts;

/** Why the tokens of a connected account are worth nothing any more. */
public enum Damage {
    /** The host refused one. */
    REFUSED,
    /** They ended by themselves, and there was nothing to renew them with. */
    EXPIRED,
    /** The person withdrew the access at the host. */
    WITHDRAWN
}
