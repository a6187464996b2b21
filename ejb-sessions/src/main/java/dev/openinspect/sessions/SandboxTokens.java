package dev.openinspect.sessions;

import dev.openinspect.keys.Sealed;
import dev.openinspect.keys.SealedColumn;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.secrets.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of sandboxes. The row of a sandbox has the hash, by which a door knows it, and the token itself in an envelope: the order to the host may have
 * to be repeated with the same one, also after the master key was changed.
 */
@ApplicationScoped
public class SandboxTokens implements Sealed {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Vault vault;

    /** The token for a generation that is about to begin. */
    String next(UUID sessionId, int generation) {
        return "oisb_" + vault.derive(purpose(sessionId, generation));
    }

    String seal(UUID sessionId, int generation, String token) {
        return vault.seal(purpose(sessionId, generation), token);
    }

    /** The token of a generation, in a transaction. */
    String of(UUID sessionId, int generation) {
        @Nullable Sandbox sandbox = rows.find(Sandbox.class, sessionId);
        String sealed = sandbox == null || sandbox.generation() != generation ? null : sandbox.sealedToken();
        // A generation that began with an older release has only the hash of what the key of that time gives.
        return sealed == null ? next(sessionId, generation) : vault.open(purpose(sessionId, generation), sealed);
    }

    @Override
    public List<SealedColumn> columns() {
        return List.of(new SealedColumn(
                "tokens of sandboxes", "sandbox", "sealed_token", "'sandbox:' || session_id || ':' || generation"));
    }

    private static String purpose(UUID sessionId, int generation) {
        return "sandbox:" + sessionId + ":" + generation;
    }
}
