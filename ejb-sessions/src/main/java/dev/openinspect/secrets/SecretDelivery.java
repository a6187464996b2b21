package dev.openinspect.secrets;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Logger;

/** Opens the secrets that the sandboxes of a repository get. For the bridge and for redaction only; no person can ask it. */
@Stateless
public class SecretDelivery {
    private static final Logger LOG = Logger.getLogger(SecretDelivery.class.getName());

    @PersistenceContext(unitName = "openinspect")
    EntityManager entities;

    @Inject
    Vault vault;

    /**
     * Opened secrets.
     *
     * @param unreadable names whose envelopes do not open: changed rows, or a master key that is gone
     */
    public record Opened(Map<String, String> values, List<String> unreadable) {
        public Opened {
            values = Map.copyOf(values);
            unreadable = List.copyOf(unreadable);
        }

        /** Names only: a record's own words would print the values. */
        @Override
        public String toString() {
            return "Opened" + values.keySet();
        }
    }

    /** The repository that a session works on; empty if the session is no more. */
    public Optional<UUID> repositoryOf(UUID sessionId) {
        return entities.createQuery("select s.repositoryId from Session s where s.id = :id", UUID.class)
                .setParameter("id", sessionId)
                .getResultStream()
                .findFirst();
    }

    /** What the sandboxes of this repository get: a secret of the repository wins over one of the installation. */
    public Opened of(UUID repositoryId) {
        Map<String, Secret> winners = new TreeMap<>();
        entities.createQuery("select s from Secret s where s.repositoryId is null", Secret.class)
                .getResultStream()
                .forEach(secret -> winners.put(secret.name(), secret));
        entities.createQuery("select s from Secret s where s.repositoryId = :repository", Secret.class)
                .setParameter("repository", repositoryId)
                .getResultStream()
                .forEach(secret -> winners.put(secret.name(), secret));
        Map<String, String> values = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        winners.forEach((name, secret) -> {
            try {
                values.put(name, secret.open(vault));
            } catch (IllegalStateException e) {
                LOG.warning(() -> "secret does not open: name=" + name + " repository=" + repositoryId + " reason="
                        + e.getMessage());
                unreadable.add(name);
            }
        });
        return new Opened(values, unreadable);
    }
}
