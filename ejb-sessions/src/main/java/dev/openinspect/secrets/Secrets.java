package dev.openinspect.secrets;

import dev.openinspect.ids.Ids;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are written and their names read. A scope is named by its repository; null stands for the whole installation. Writers of a scope come one
 * after the other, so that its limits hold: 50 names, 16 KiB a value, 64 KiB of values.
 */
@Stateless
public class Secrets {
    private static final Logger LOG = Logger.getLogger(Secrets.class.getName());
    private static final int LOCK = 0x53656372; // "Secr": the first half of the keys of our locks

    @PersistenceContext(unitName = "openinspect")
    EntityManager entities;

    @Inject
    Rights rights;

    @Inject
    Repositories repositories;

    @Inject
    Vault vault;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** The secrets of a scope by name, at most 50. */
    public List<SecretView> list(Caller caller, @Nullable String repository) {
        rights.require(caller, Permission.SECRET_READ);
        return views(all(scope(caller, repository)));
    }

    public SecretView find(Caller caller, @Nullable String repository, String name) {
        rights.require(caller, Permission.SECRET_READ);
        return views(List.of(existing(scope(caller, repository), name))).getFirst();
    }

    /** Writes a secret, new or again. */
    public SecretView put(Caller caller, @Nullable String repository, String name, String value) {
        rights.require(caller, Permission.SECRET_MANAGE);
        SecretScope scope = scope(caller, repository);
        write(caller, scope, Map.of(SecretRules.name(name), value));
        return views(List.of(existing(scope, name))).getFirst();
    }

    /** Writes what the text of a {@code .env} file says, all of it or nothing; other secrets stay. Returns all secrets of the scope. */
    public List<SecretView> importAll(Caller caller, @Nullable String repository, String text) {
        rights.require(caller, Permission.SECRET_MANAGE);
        SecretScope scope = scope(caller, repository);
        write(caller, scope, EnvFile.read(text));
        return views(all(scope));
    }

    public void remove(Caller caller, @Nullable String repository, String name) {
        rights.require(caller, Permission.SECRET_MANAGE);
        SecretScope scope = scope(caller, repository);
        lock(scope);
        entities.remove(existing(scope, name));
        LOG.info(() -> "secret deleted: name=" + name + " " + said(scope) + " who=" + caller.personId());
    }

    private void write(Caller caller, SecretScope scope, Map<String, String> values) {
        values.keySet().forEach(SecretRules::name);
        lock(scope);
        Instant now = clock.instant();
        Map<String, Secret> secrets =
                new HashMap<>(all(scope).stream().collect(Collectors.toMap(Secret::name, Function.identity())));
        values.forEach((name, value) -> {
            Secret secret = secrets.computeIfAbsent(name, unknown -> new Secret(ids.next(), scope, unknown));
            secret.take(value, vault, caller.personId(), now);
        });
        refuseTooMuch(secrets);
        values.keySet().forEach(name -> entities.persist(secrets.get(name)));
        entities.flush();
        LOG.info(() -> "secrets written: names=" + String.join(",", values.keySet()) + " " + said(scope) + " who="
                + caller.personId());
    }

    private static void refuseTooMuch(Map<String, Secret> secrets) {
        if (secrets.size() > SecretRules.MOST_NAMES) {
            throw new Refused(
                    RefusalCode.SECRET_LIMIT, "There can be " + SecretRules.MOST_NAMES + " secrets here at most.");
        }
        if (secrets.values().stream().mapToInt(Secret::bytes).sum() > SecretRules.LARGEST_SCOPE) {
            throw new Refused(
                    RefusalCode.SECRET_LIMIT,
                    "All values here together have " + SecretRules.LARGEST_SCOPE + " bytes at most.");
        }
    }

    /** Until the end of the transaction nobody else writes in this scope. */
    private void lock(SecretScope scope) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(?1, ?2) as text)")
                .setParameter(1, LOCK)
                .setParameter(2, scope.hashCode())
                .getSingleResult();
    }

    private SecretScope scope(Caller caller, @Nullable String repository) {
        return repository == null
                ? SecretScope.GLOBAL
                : new SecretScope(repositories.find(caller, repository).id());
    }

    private List<Secret> all(SecretScope scope) {
        String where = scope.repositoryId() == null ? "s.repositoryId is null" : "s.repositoryId = :repository";
        var query = entities.createQuery("select s from Secret s where " + where + " order by s.name", Secret.class);
        return scope.repositoryId() == null
                ? query.getResultList()
                : query.setParameter("repository", scope.repositoryId()).getResultList();
    }

    private Secret existing(SecretScope scope, String name) {
        return all(scope).stream()
                .filter(secret -> secret.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("secret"));
    }

    private List<SecretView> views(List<Secret> secrets) {
        Map<UUID, String> names = new HashMap<>();
        entities.createQuery(
                        "select p.id, p.name from Person p where p.id in (select s.changedBy from Secret s)",
                        Object[].class)
                .getResultStream()
                .forEach(person -> names.put((UUID) person[0], (String) person[1]));
        return secrets.stream()
                .map(secret -> new SecretView(
                        secret.name(),
                        secret.version(),
                        secret.changedBy(),
                        names.get(secret.changedBy()),
                        secret.changedAt()))
                .toList();
    }

    private static String said(SecretScope scope) {
        return scope.repositoryId() == null ? "scope=global" : "repository=" + scope.repositoryId();
    }
}
