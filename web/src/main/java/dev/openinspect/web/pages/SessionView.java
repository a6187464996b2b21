package dev.openinspect.web.pages;

import static java.util.Objects.requireNonNull;

import dev.openinspect.models.ModelCatalog;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryKind;
import dev.openinspect.sessions.PromptStatus;
import dev.openinspect.sessions.SessionDetail;
import dev.openinspect.web.security.CurrentCaller;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The head of a session's page as it stands when the page arrives; its modules fetch the rest and keep it up to date. */
@Named
@RequestScoped
public class SessionView {
    @Inject
    CurrentCaller current;

    @Inject
    Rights rights;

    @Inject
    Repositories repositories;

    @Inject
    ModelCatalog models;

    @Inject
    Words words;

    @Inject
    HttpServletRequest request;

    private @Nullable SessionDetail session;

    /** The page without its session is an address that somebody typed. */
    @PostConstruct
    void open() {
        if (!(request.getAttribute(SessionAddress.FOUND) instanceof SessionDetail found)) {
            throw Refused.notFound("session");
        }
        session = found;
    }

    public String getId() {
        return session().id().toString();
    }

    public String getTitle() {
        return session().title();
    }

    public String getRepository() {
        return session().repository();
    }

    public String getBranch() {
        return session().branch();
    }

    public String getWorkBranch() {
        return session().workBranch();
    }

    public String getModel() {
        return session().model();
    }

    public String getStatus() {
        return session().status().name().toLowerCase(Locale.ROOT);
    }

    /** What the agent said last about how it gets on, or nothing. */
    public String getReportedStatus() {
        String reported = session().reportedStatus();
        return reported == null ? "" : reported;
    }

    /** The status, or that the agent works right now. */
    public String getState() {
        boolean working = session().prompts().stream()
                .anyMatch(
                        prompt -> prompt.status() == PromptStatus.RUNNING || prompt.status() == PromptStatus.STOPPING);
        return working ? "working" : getStatus();
    }

    public String getStateText() {
        return words.say("js.session." + getState());
    }

    public boolean isDemo() {
        return models.find(session().model()).filter(ModelCatalog.Model::demo).isPresent();
    }

    /** Whether the repository is at a code host that has pull requests. */
    public boolean isHosted() {
        return repositories
                .byName(session().repository())
                .filter(repository -> repository.kind() == RepositoryKind.HOSTED)
                .isPresent();
    }

    public boolean isMayPrompt() {
        return rights.allows(current.require(), Permission.SESSION_PROMPT);
    }

    public boolean isMayManage() {
        return rights.allows(current.require(), Permission.SESSION_MANAGE);
    }

    public boolean isMayRemove() {
        return rights.allows(current.require(), Permission.SESSION_REMOVE);
    }

    private SessionDetail session() {
        return requireNonNull(session, "session");
    }
}
