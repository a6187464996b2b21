package dev.openinspect.sessions;

import dev.openinspect.ids.Fingerprint;
import dev.openinspect.images.Images;
import dev.openinspect.models.ModelCatalog;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a sandbox of a repository would be booted with now, as a fingerprint: two that differ were told different things. Sealed secrets are compared, not their
 * values, so that whoever reads a recipe learns nothing; a new master key therefore makes new recipes. Inside the caller's transaction.
 */
@ApplicationScoped
public class BootRecipe {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Repositories repositories;

    @Inject
    ModelCatalog models;

    @Inject
    Images images;

    public String of(RepositoryView repository) {
        return Fingerprint.of(String.join(
                "\n",
                List.of(
                        repository.id().toString(),
                        repository.name(),
                        repository.defaultBranch(),
                        new TreeMap<>(repositories.readable(repository)).toString(),
                        models.providers().toString(),
                        images.newest(repository.id(), repository.defaultBranch())
                                .map(UUID::toString)
                                .orElse(""),
                        secrets(repository))));
    }

    private String secrets(RepositoryView repository) {
        return (String)
                rows.createNativeQuery("""
                        select coalesce(md5(string_agg(name || ' ' || sealed, ',' order by name, repository_id nulls first)), '')
                          from secret
                         where repository_id is null or repository_id = ?1
                        """).setParameter(1, repository.id()).getSingleResult();
    }
}
