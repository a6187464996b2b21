package dev.openinspect.repositories;

import dev.openinspect.keys.Sealed;
import dev.openinspect.keys.SealedColumn;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Credentials of repositories are sealed for the repository's id, as {@link Repositories} does it. */
@ApplicationScoped
public class CredentialSeals implements Sealed {
    @Override
    public List<SealedColumn> columns() {
        return List.of(
                new SealedColumn("credentials of repositories", "repository", "credential", "'repository:' || id"));
    }
}
