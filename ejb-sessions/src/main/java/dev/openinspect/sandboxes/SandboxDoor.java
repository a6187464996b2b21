package dev.openinspect.sandboxes;

import dev.openinspect.ids.Fingerprint;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import java.util.UUID;

/** Knows sandboxes by their tokens. A token lives as long as its generation is live. */
@Stateless
public class SandboxDoor {
    @PersistenceContext
    EntityManager rows;

    public Optional<SandboxIdentity> identify(String token) {
        return rows.createQuery("select b from Sandbox b where b.tokenHash = :hash", Sandbox.class)
                .setParameter("hash", Fingerprint.of(token))
                .getResultStream()
                .findFirst()
                .map(sandbox -> new SandboxIdentity(sandbox.sessionId(), sandbox.generation()));
    }

    /** Whether the sandbox is there to build an image. No prompt is ever given to it: it needs no model, pushes nothing and leaves nothing. */
    public boolean builds(SandboxIdentity identity) {
        return !rows.createNativeQuery("select 1 from image where session_id = ?1 and kind = 'PREBUILT'")
                .setParameter(1, identity.sessionId())
                .getResultList()
                .isEmpty();
    }

    /**
     * The session of a sandbox.
     *
     * @throws Refused {@code not_found} if the generation is no longer the current, live one
     */
    public SandboxSession session(SandboxIdentity identity) {
        return rows.createQuery("""
                        select s.repositoryId, s.workBranch, r.name from Session s, Sandbox b, Repository r
                         where s.id = :session and b.sessionId = s.id and r.id = s.repositoryId
                           and b.generation = :generation and b.tokenHash is not null
                        """, Object[].class)
                .setParameter("session", identity.sessionId())
                .setParameter("generation", identity.generation())
                .getResultStream()
                .findFirst()
                .map(row -> new SandboxSession(
                        identity.sessionId(), (UUID) row[0], (String) row[1], (String) row[2], builds(identity)))
                .orElseThrow(() -> Refused.notFound("sandbox"));
    }
}
