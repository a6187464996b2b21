package dev.openinspect.people;

/** What doors ask for: the least role and the least scope that allow it by default. */
public enum Permission {
    SESSION_READ(Role.VIEWER, Scope.READ),
    SESSION_PROMPT(Role.MEMBER, Scope.WRITE),
    SESSION_CREATE(Role.MEMBER, Scope.WRITE),
    SESSION_MANAGE(Role.MEMBER, Scope.WRITE),
    SESSION_REMOVE(Role.MEMBER, Scope.WRITE),
    REPOSITORY_READ(Role.VIEWER, Scope.READ),
    REPOSITORY_MANAGE(Role.ADMIN, Scope.ADMIN),
    SECRET_READ(Role.MEMBER, Scope.READ),
    SECRET_MANAGE(Role.ADMIN, Scope.ADMIN),
    PEOPLE_READ(Role.ADMIN, Scope.READ),
    PEOPLE_MANAGE(Role.ADMIN, Scope.ADMIN),
    OWN_TOKENS(Role.VIEWER, Scope.WRITE),
    INSTALLATION_READ(Role.ADMIN, Scope.READ);

    private final Role leastRole;
    private final Scope leastScope;

    Permission(Role leastRole, Scope leastScope) {
        this.leastRole = leastRole;
        this.leastScope = leastScope;
    }

    Role leastRole() {
        return leastRole;
    }

    Scope leastScope() {
        return leastScope;
    }
}
