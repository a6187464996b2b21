package dev.openinspect.people;

import java.util.UUID;

/** The one place that says who may do what. Every boundary asks it first; later rules change its answers, not its callers. */
public interface Rights {
    /**
     * Passes if the caller may do this somewhere in the installation.
     *
     * @throws dev.openinspect.refusals.Refused {@code forbidden}
     */
    void require(Caller caller, Permission permission);

    /**
     * Passes if the caller may do this with this session.
     *
     * @throws dev.openinspect.refusals.Refused {@code forbidden}, or {@code not_found} where even its existence is not for the caller
     */
    void require(Caller caller, Permission permission, UUID sessionId);

    /** Whether {@link #require(Caller, Permission)} would pass: for screens that hide what would be refused. */
    boolean allows(Caller caller, Permission permission);
}
