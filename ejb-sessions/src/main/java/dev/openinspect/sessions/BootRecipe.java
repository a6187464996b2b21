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
 * What a sandbox of a repository would be booted with now: a fingerprint of what it would be told, a blank, and the image that it would begin with, or
 * {@value #NO_IMAGE}. Two that differ are no replacement for each other. Sealed secrets are compared, not their values, so that whoever reads a recipe learns
 * nothing; a new master key therefore makes new recipes. Inside the caller's transaction.
 */
@ApplicationScoped
public class BootRecipe {
    static final String NO_IMAGE = "none";

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Repositories repositories;

    @Inject
    ModelCatalog models;

    @Inject
    Images images;

    public String of(RepositoryView repository) {
        String told = Fingerprint.of(String.join(
                "\n",
                List.of(
                        repository.id().toString(),
                        repository.name(),
                        repository.defaultBranch(),
                        new TreeMap<>(repositories.readable(repository)).toString(),
                        models.providers().toString(),
                        secrets(repository))));
        String image = images.newest(repository.id(), repository.defaultBranch())
                .map(UUID::toString)
                .orElse(NO_IMAGE);
        return told + " " + image;
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
