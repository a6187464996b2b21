package dev.openinspect.clients.github;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Looks at the settings at once: a wrong one stops the deployment instead of the first person who needs it. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class GitHubStart {
    private static final System.Logger LOG = System.getLogger(GitHubStart.class.getName());

    @Inject
    GitHubSettings settings;

    @PostConstruct
    void begin() {
        settings.app().ifPresent(app -> LOG.log(System.Logger.Level.INFO, "the code host''s app is {0}", app.slug()));
    }
}
