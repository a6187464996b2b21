package dev.openinspect.web.pages;

import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.web.security.CurrentCaller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The repositories that a new session can work on. */
@Named
@RequestScoped
public class NewSessionView {
    @Inject
    CurrentCaller current;

    @Inject
    Repositories repositories;

    public List<RepositoryView> getRepositories() {
        return repositories.list(current.require(), false).repositories().stream()
                .filter(RepositoryView::usable)
                .toList();
    }
}
