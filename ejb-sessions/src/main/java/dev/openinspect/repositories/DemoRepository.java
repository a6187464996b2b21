package dev.openinspect.repositories;

import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.settings.Settings;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Registers the demo repository at the start of an installation that has one. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class DemoRepository {
    private static final Logger LOG = System.getLogger(DemoRepository.class.getName());
    private static final String USUAL_BRANCH = "main";

    @Inject
    Settings settings;

    @Inject
    CodeHost codeHost;

    @EJB
    Repositories repositories;

    /** May be called at each start and by several nodes. A demo repository that cannot be read is a warning: the installation works without it. */
    public void ensure() {
        settings.demoRepository().ifPresent(this::register);
    }

    private void register(Path path) {
        try {
            String branch = codeHost.look(new Address(RepositoryKind.LOCAL, path.toString(), null))
                    .defaultBranch();
            RepositoryView demo = repositories.ensureDemo(path.toString(), branch == null ? USUAL_BRANCH : branch);
            LOG.log(Level.INFO, "demo repository is registered repository={0}", demo.id());
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "demo repository cannot be used: {0}", e.sentence());
        }
    }
}
