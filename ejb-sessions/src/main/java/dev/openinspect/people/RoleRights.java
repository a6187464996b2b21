package dev.openinspect.people;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Rights by role and scope alone: every signed-in person sees every session that somebody has created, as the trust model says. */
@ApplicationScoped
public class RoleRights implements Rights {
    @Inject
    HiddenSessions hidden;

    @Override
    public void require(Caller caller, Permission permission) {
        if (caller.onlySession() != null || !allows(caller, permission)) {
            throw forbidden(caller, permission);
        }
    }

    @Override
    public void require(Caller caller, Permission permission, UUID sessionId) {
        UUID onlySession = caller.onlySession();
        if (onlySession != null && !onlySession.equals(sessionId)) {
            throw Refused.notFound("session");
        }
        if (!allows(caller, permission)) {
            throw forbidden(caller, permission);
        }
        if (hidden.isHidden(sessionId)) {
            throw Refused.notFound("session");
        }
    }

    @Override
    public boolean allows(Caller caller, Permission permission) {
        // Roles are declared from the mightiest to the weakest, scopes the other way round.
        return caller.role().compareTo(permission.leastRole()) <= 0
                && caller.scope().covers(permission.leastScope());
    }

    private static Refused forbidden(Caller caller, Permission permission) {
        if (caller.role().compareTo(permission.leastRole()) > 0) {
            return new Refused(
                    RefusalCode.FORBIDDEN,
                    "Your role (" + caller.role().name().toLowerCase(java.util.Locale.ROOT) + ") does not allow this.");
        }
        return new Refused(RefusalCode.FORBIDDEN, "This token's scope does not allow this.");
    }
}
