package dev.openinspect.web.pages;

import dev.openinspect.repositories.HostedRepositories;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What the page of the repositories must know before it asks the API. */
@Named
@RequestScoped
public class RepositoriesView {
    @Inject
    HostedRepositories hosted;

    /** Whether an app at a code host is configured: without one there is nothing to ask about it. */
    public boolean isHosted() {
        return hosted.profile().isPresent();
    }
}
