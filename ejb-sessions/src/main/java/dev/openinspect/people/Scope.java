package dev.openinspect.people;

/** How much of a person's rights a way in carries: a console login carries all of them, a token as much as it was given. */
public enum Scope {
    READ,
    WRITE,
    ADMIN;

    public boolean covers(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
