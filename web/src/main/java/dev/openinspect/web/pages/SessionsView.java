package dev.openinspect.web.pages;

import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.SessionFilter;
import dev.openinspect.sessions.SessionPage;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.sessions.SessionStatus;
import dev.openinspect.web.security.CurrentCaller;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first page of the list of sessions, with the filter that the address carries. */
@Named
@RequestScoped
public class SessionsView {
    private static final int PAGE = 50;

    @Inject
    CurrentCaller current;

    @Inject
    SessionQueries queries;

    @Inject
    Words words;

    @Inject
    HttpServletRequest request;

    private SessionPage page = new SessionPage(List.of(), null);
    private @Nullable SessionStatus status;

    @PostConstruct
    void open() {
        status = status(request.getParameter("status"));
        try {
            String query = getQuery().isBlank() ? null : getQuery();
            page = queries.list(current.require(), new SessionFilter(query, status, isMine(), null, PAGE));
        } catch (Refused e) {
            // A filter that somebody wrote into the address is no reason for an error page: the module says why nothing
            // is found.
            page = new SessionPage(List.of(), null);
        }
    }

    public List<SessionRow> getRows() {
        return page.sessions().stream()
                .map(session -> SessionRow.of(session, words))
                .toList();
    }

    public String getNextCursor() {
        String cursor = page.nextCursor();
        return cursor == null ? "" : cursor;
    }

    public String getQuery() {
        String query = request.getParameter("q");
        return query == null ? "" : query;
    }

    public boolean isMine() {
        return "true".equals(request.getParameter("mine"));
    }

    public List<Choice> getStatuses() {
        return Arrays.stream(SessionStatus.values())
                .map(one -> new Choice(word(one), words.say("js.session." + word(one)), one == status))
                .toList();
    }

    /** An entry of a selection. */
    public static final class Choice {
        private final String value;
        private final String label;
        private final boolean chosen;

        Choice(String value, String label, boolean chosen) {
            this.value = value;
            this.label = label;
            this.chosen = chosen;
        }

        public String getValue() {
            return value;
        }

        public String getLabel() {
            return label;
        }

        public boolean isChosen() {
            return chosen;
        }
    }

    private static @Nullable SessionStatus status(@Nullable String wanted) {
        return Arrays.stream(SessionStatus.values())
                .filter(one -> word(one).equals(wanted))
                .findFirst()
                .orElse(null);
    }

    private static String word(SessionStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
