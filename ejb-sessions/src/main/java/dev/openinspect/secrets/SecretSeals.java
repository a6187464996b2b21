package dev.openinspect.secrets;

import dev.openinspect.keys.Sealed;
import dev.openinspect.keys.SealedColumn;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Values of secrets are sealed for their scope, name and version, as {@link SecretScope#purpose} says. */
@ApplicationScoped
public class SecretSeals implements Sealed {
    @Override
    public List<SealedColumn> columns() {
        return List.of(new SealedColumn(
                "secrets",
                "secret",
                "sealed",
                "'secret:' || coalesce(cast(repository_id as text), 'global') || ':' || name || ':' || version"));
    }
}
